package org.bouncescan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages form one road from mailbox to report; what each of them may know is proved here. */
class ArchitectureTest {
  private static final String PROGRAM = "org.bouncescan";

  /** A second package tree, in which a class breaks each rule on purpose. */
  private static final String PLANTED = "org.bouncescan.planted";

  private static final JavaClasses PROGRAM_CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages(PROGRAM);

  private static final JavaClasses PLANTED_CLASSES =
      new ClassFileImporter().importPackages(PLANTED);

  /**
   * A rule and its proof.
   *
   * @param says the rule in plain words
   * @param brokenBy simple name of the planted class that breaks it
   */
  record Rule(String says, String brokenBy, ArchRule check) {
    @Override
    public String toString() {
      return says;
    }
  }

  static Stream<Rule> programRules() {
    return rules(PROGRAM).stream();
  }

  static Stream<Rule> plantedRules() {
    return rules(PLANTED).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programRules")
  void the_program_keeps_the_rule(Rule rule) {
    rule.check().allowEmptyShould(true).check(PROGRAM_CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedRules")
  void the_rule_rejects_the_planted_violation(Rule rule) {
    List<String> violations =
        rule.check().evaluate(PLANTED_CLASSES).getFailureReport().getDetails();

    assertThat(violations).anySatisfy(it -> assertThat(it).contains(rule.brokenBy()));
  }

  @Test
  void no_class_of_the_program_stands_outside_the_eight_packages() {
    classes()
        .should()
        .resideInAnyPackage(trees(
            PROGRAM, "mailbox", "dsn", "classify", "suppress", "ledger", "report", "job", "cli"))
        .check(PROGRAM_CLASSES);
  }

  private static List<Rule> rules(String root) {
    return List.of(
        new Rule("mailbox knows nobody", "MailboxThatReadsReports", mayKnow(root, "mailbox")),
        new Rule("dsn knows nobody", "ReaderThatKnowsTheMailbox", mayKnow(root, "dsn")),
        new Rule("classify knows dsn", "JudgeThatAsksTheLedger", mayKnow(root, "classify", "dsn")),
        new Rule(
            "suppress knows classify and dsn",
            "PolicyThatWritesReports",
            mayKnow(root, "suppress", "classify", "dsn")),
        new Rule(
            "ledger knows suppress, classify and dsn",
            "LedgerThatWritesReports",
            mayKnow(root, "ledger", "suppress", "classify", "dsn")),
        new Rule(
            "report knows suppress, classify and dsn",
            "ReportThatAsksTheJob",
            mayKnow(root, "report", "suppress", "classify", "dsn")),
        new Rule(
            "what follows classify sees the values of dsn, never its readers",
            "PolicyThatReadsMail",
            noClasses()
                .that()
                .resideInAnyPackage(trees(root, "suppress", "ledger", "report"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(trees(root, "dsn")).and(not(values())))),
        new Rule(
            "job knows all but the command line",
            "JobThatPrintsUsage",
            mayKnow(root, "job", "mailbox", "dsn", "classify", "suppress", "ledger", "report")),
        new Rule(
            "cli reaches ledger and report through job",
            "CommandThatOpensTheLedger",
            mayKnow(root, "cli", "job", "mailbox", "dsn", "classify", "suppress")),
        new Rule(
            "Spring stays in job, and its JDBC in ledger",
            "ReportThatUsesSpring",
            noClasses()
                .that()
                .resideOutsideOfPackages(trees(root, "job", "ledger"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.."))),
        new Rule(
            "ledger takes nothing but JDBC from Spring",
            "LedgerThatUsesBatch",
            noClasses()
                .that()
                .resideInAnyPackage(trees(root, "ledger"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework..")
                    .and(not(resideInAnyPackage(
                        "org.springframework.jdbc..",
                        "org.springframework.dao..",
                        "org.springframework.transaction.."))))),
        new Rule(
            "SQL stays in ledger and job",
            "PolicyThatQueries",
            noClasses()
                .that()
                .resideOutsideOfPackages(trees(root, "ledger", "job"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))),
        new Rule(
            "IMAP stays in mailbox",
            "ReaderThatOpensAStore",
            noClasses()
                .that()
                .resideOutsideOfPackages(trees(root, "mailbox"))
                .should()
                .dependOnClassesThat(assignableTo("jakarta.mail.Store")
                    .or(assignableTo("jakarta.mail.Folder"))
                    .or(resideInAPackage("org.eclipse.angus..")))),
        new Rule(
            "only cli ends the process",
            "JobThatExits",
            noClasses()
                .that()
                .resideOutsideOfPackages(trees(root, "cli"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)));
  }

  /** Of the packages under {@code root}, {@code name} may know itself and {@code others}. */
  private static ArchRule mayKnow(String root, String name, String... others) {
    List<String> allowed = Stream.concat(Stream.of(name), Stream.of(others)).toList();
    return noClasses()
        .that()
        .resideInAPackage(root + "." + name + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(root + "..")
            .and(not(resideInAnyPackage(trees(root, allowed.toArray(String[]::new))))));
  }

  private static String[] trees(String root, String... names) {
    return Stream.of(names).map(name -> root + "." + name + "..").toArray(String[]::new);
  }

  /** Records, enums, and the sealed interfaces that hold them together. */
  private static DescribedPredicate<JavaClass> values() {
    return DescribedPredicate.describe(
        "values", it -> it.isRecord() || it.isEnum() || it.isInterface());
  }
}

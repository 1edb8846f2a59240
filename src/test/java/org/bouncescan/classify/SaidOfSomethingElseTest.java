package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of dead mailboxes is said of servers, files and keys as well, and suppresses nobody then. */
class SaidOfSomethingElseTest {
  private static final List<String> THINGS = List.of(
      "the reason",
      "the server",
      "the mail server",
      "the host",
      "the client",
      "the certificate",
      "the service",
      "the port",
      "the session",
      "the connection",
      "the relay",
      "the policy",
      "the file",
      "the table",
      "the database",
      "the command",
      "the header",
      "the signature",
      "the key",
      "the route",
      "the network",
      "the sender",
      "the password",
      "the license",
      "the feature",
      "the protocol",
      "the message",
      "the attachment",
      "the link",
      "the IP address of your server",
      "your account",
      "your address",
      "your domain",
      "the sending domain",
      "the interface",
      "the transport",
      "the queue",
      "the encoding",
      "the character set",
      "the method",
      "the extension",
      "the backup server",
      "the gateway",
      "the connector",
      "the tenant",
      "the zone",
      "the record",
      "the quota",
      "the rule",
      "the token");

  private static final List<String> SAID = List.of(
      "is unknown",
      "does not exist",
      "is disabled",
      "has been closed",
      "is not registered",
      "is not recognized",
      "is no longer available",
      "is no longer in use",
      "is not known here",
      "was not found",
      "has expired",
      "is not valid",
      "is invalid",
      "is locked",
      "has moved",
      "has moved to a new provider",
      "has changed",
      "was replaced by a new one",
      "was renamed",
      "is no longer in use, please use another one",
      "is inactive",
      "is missing",
      "has been deleted",
      "has been suspended",
      "is terminated",
      "is not in the directory",
      "is not listed here",
      "cannot be found",
      "is not configured",
      "is not local",
      "has been removed",
      "is undeliverable",
      "is closed",
      "is not available",
      "is deactivated",
      "is not a member",
      "could not be matched to anything");

  private final Classifier classifier = new Classifier(RuleBook.builtIn(), SenderIdentity.UNKNOWN);

  private boolean suppresses(String reply) {
    Verdict verdict = classifier.judge(Reply.ofText(reply));
    // a domain that is said to be dead is counted, not suppressed at once
    return verdict.statedClearly()
        && verdict.bounceClass() == BounceClass.HARD
        && verdict.category() != Category.BAD_DOMAIN;
  }

  @Test
  void no_word_for_a_dead_mailbox_suppresses_where_it_is_said_of_a_thing() {
    List<String> wrong = new ArrayList<>();
    for (String thing : THINGS) {
      for (String said : SAID) {
        String reply = "550 " + thing + " " + said;
        if (suppresses(reply)) {
          wrong.add(reply);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 your domain doesn't match any of our records",
        "550 you are not a customer of ours",
        "550 your IP is not known here",
        "550 DNS: no such name",
        "550 this service no longer works",
        "550 invalid destination port",
        "550 bad address in header",
        "550 incorrect address format in Reply-To",
        "550 sending server is not registered here",
        "550 5.7.1 client identity is not in the directory",
        "550 your mail server has no account here",
        "550 you have no mailbox here",
        "550 please check your address book",
        "550 the group no longer accepts mail from outside",
        "550 this server no longer accepts mail without TLS",
        "550 user is not local, relay denied",
        "550 user account has been blocked from sending",
        "550 SMTP user has been disabled, contact support",
        "550 authenticated user suspended",
        "550 mailbox temporarily disabled due to migration",
        "550 license for user mailbox expired",
        "550 customer has opted out of plaintext; use TLS",
        "550 message rejected by user filter at gateway",
        "550 unknown user or backend down",
        "550 no such user in the directory: timeout",
        "550 mailbox not found due to replication delay",
        "550 reply address not found",
        "550 no such user (sender)",
        "550 rejecting because of previous unknown user attempts",
        "550 5.7.1 your IP sent mail to non-existent mailboxes",
        "554 5.7.1 message on suppression list check failed",
        "550 your IP address has changed",
        "550 the address changed during the session",
        "550 the sender address has changed",
        "550 our policy has moved to https://example.org/policy",
        "550 this relay is no longer in use, please use smtp.example.org",
        "550 our new address is mx3.example.org",
        "550 please write to postmaster@example.org instead",
        "550 if you believe this is an error, write to ana@example.org in future",
        "550 user has moved the message to spam",
        "550 please use port 587 instead",
        "550 Bitte verwenden Sie eine verschlüsselte Verbindung",
        "550 das Passwort hat sich geändert",
        "550 la configuración ha cambiado",
        "550 vous pouvez vous abonner avec la nouvelle adresse",
        "550 recipient policy unknown",
        "550 mailbox server is disabled",
        "550 mailbox database is locked",
        "550 invalid user database",
        "554 5.3.0 /usr/bin/deliver does not exist",
        "550 Ihr Konto existiert nicht",
        "550 Das Zertifikat ist unbekannt",
        "550 votre compte a été supprimé",
        "550 le fichier n'existe pas",
        "550 su cuenta está deshabilitada",
        "550 el servidor no existe",
        "550 sua conta não existe mais",
        "550 il tuo account è disattivato",
        "550 uw account is verwijderd",
        "550 plik nie istnieje",
        "550 сертификат не найден",
        "550 サーバーが存在しません",
        "550 送信元アドレスは削除されました",
        "550 服务器不存在"
      })
  void nor_in_a_sentence_about_one(String reply) {
    assertThat(suppresses(reply)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "550 the mailbox does not exist",
        "550 <a@example.com> does not exist",
        "550 <a@example.com>: not known",
        "550 5.1.1 jdoe does not exist",
        "550 5.1.1 is unknown",
        "550 the account has been closed",
        "550 ana has moved to ana.lee@example.net",
        "550 this address is no longer valid, please use ana.lee@example.net",
        "550 meine neue Adresse lautet ana@example.net",
        "550 a@example.com is not registered",
        "550 Das Konto existiert nicht",
        "550 la cuenta no existe",
        "550 宛先のメールアドレスが存在しません"
      })
  void but_it_does_where_it_is_said_of_the_recipient(String reply) {
    assertThat(suppresses(reply)).isTrue();
  }
}

package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.bouncescan.dsn.EnhancedStatusCode;
import org.junit.jupiter.api.Test;

class StatusCodesTest {
  private static StatusCodes.Meaning of(String code) {
    EnhancedStatusCode status = EnhancedStatusCode.find(code);
    assertThat(status).as(code).isNotNull();
    StatusCodes.Meaning meaning = status == null ? null : StatusCodes.builtIn().of(status);
    assertThat(meaning).as(code).isNotNull();
    return Objects.requireNonNull(meaning);
  }

  @Test
  void the_registry_holds_every_registered_detail() {
    int[] details = {1, 11, 5, 7, 9, 7, 11, 31};
    for (int subject = 0; subject < details.length; subject++) {
      for (int detail = 0; detail < details[subject]; detail++) {
        assertThat(of("5." + subject + "." + detail).name()).endsWith("." + subject + "." + detail);
      }
    }
  }

  @Test
  void each_entry_names_its_rfc() {
    assertThat(of("5.1.10").source()).isEqualTo("RFC 7505");
    assertThat(of("5.7.26").source()).isEqualTo("RFC 7372");
    assertThat(of("5.7.30").source()).isEqualTo("RFC 8689");
    assertThat(of("5.7.17").source()).isEqualTo("RFC 7293");
  }

  @Test
  void an_unknown_detail_means_what_its_subject_means() {
    assertThat(of("5.6.999").category()).isEqualTo(Category.MESSAGE_MALFORMED);
    assertThat(of("5.6.999").name()).isEqualTo("code.x.6.0");
  }

  @Test
  void a_code_may_mean_another_thing_when_it_is_temporary() {
    assertThat(of("4.4.4").category()).isEqualTo(Category.DNS_FAILURE);
    assertThat(of("5.4.4").category()).isEqualTo(Category.BAD_DOMAIN);
  }
}

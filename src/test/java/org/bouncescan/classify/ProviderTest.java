package org.bouncescan.classify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProviderTest {
  @Test
  void the_host_that_spoke_says_who_runs_a_domain() {
    assertThat(Provider.of("example.com", "example-com.mail.protection.outlook.com")
            .name())
        .isEqualTo("microsoft");
    assertThat(Provider.of("example.com", "ASPMX.L.GOOGLE.COM").name()).isEqualTo("google");
  }

  @Test
  void a_well_known_domain_needs_no_host() {
    assertThat(Provider.of("gmail.com", null).name()).isEqualTo("google");
    assertThat(Provider.of("Hotmail.co.uk", null).name()).isEqualTo("microsoft");
  }

  @Test
  void nobody_well_known_is_the_domain_itself() {
    assertThat(Provider.of("Example.COM", "mx.example.com").name()).isEqualTo("example.com");
    assertThat(Provider.of("notgmail.com", null).name()).isEqualTo("notgmail.com");
    assertThat(Provider.of(null, null).name()).isEqualTo("unknown");
  }
}

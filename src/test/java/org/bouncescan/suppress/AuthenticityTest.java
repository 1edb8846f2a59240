package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncescan.dsn.PerMessageFields;
import org.bouncescan.dsn.ReturnedMessage;
import org.bouncescan.suppress.Authenticity.Proof;
import org.bouncescan.suppress.Authenticity.Traces;
import org.bouncescan.suppress.Authenticity.Verified;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthenticityTest {
  private static final Traces OURS =
      new Traces(Set.of("news.example"), Set.of("192.0.2.10"), null, null);
  private static final Traces SIGNED =
      new Traces(Set.of("news.example"), Set.of(), "bounce+{token}@news.example", "geheim");

  @Test
  void a_trace_of_our_domain_or_address_in_the_returned_message_is_proof() {
    assertThat(proof(OURS, returned("1@mail.news.example", null, null, List.of(), List.of())))
        .isEqualTo(new Proof(Verified.YES, "Message-ID"));
    assertThat(proof(OURS, returned(null, null, "bounce@news.example", List.of(), List.of())))
        .isEqualTo(new Proof(Verified.YES, "Return-Path"));
    assertThat(proof(OURS, returned(null, "Team@News.Example", null, List.of(), List.of())))
        .isEqualTo(new Proof(Verified.YES, "From"));
    assertThat(proof(OURS, returned(null, null, null, List.of("news.example"), List.of())))
        .isEqualTo(new Proof(Verified.YES, "DKIM signature"));
    assertThat(proof(OURS, returned(null, null, null, List.of(), List.of("192.0.2.10"))))
        .isEqualTo(new Proof(Verified.YES, "Received"));
  }

  @Test
  void our_envelope_id_is_proof_without_a_returned_message() {
    PerMessageFields message = new PerMessageFields(
        "rfc3464", false, null, null, "4711@news.example", null, null, null, null);

    assertThat(new Authenticity(OURS).verify(message)).isEqualTo(new Proof(Verified.YES, "ENVID"));
  }

  @Test
  void what_names_nothing_of_ours_proves_nothing() {
    ReturnedMessage foreign = returned(
        "1@other.example", "a@evilnews.example", "b@news.example.test", List.of(), List.of());

    assertThat(proof(OURS, foreign).verified()).isEqualTo(Verified.NO);
    assertThat(proof(OURS, null).verified()).isEqualTo(Verified.NO);
    assertThat(proof(OURS, null).counts()).isFalse();
  }

  @Test
  void without_anything_configured_reports_count_and_are_shown_as_unchecked() {
    Proof proof = proof(Traces.NONE, null);

    assertThat(proof.verified().label()).isEqualTo("unchecked");
    assertThat(proof.counts()).isTrue();
  }

  @Test
  void a_signed_return_path_is_proof_whatever_became_of_its_letter_case() {
    String address = "bounce+" + Authenticity.sign("c42.anna", "geheim") + "@news.example";

    assertThat(reportedTo(SIGNED, address))
        .isEqualTo(new Proof(Verified.YES, "signed VERP address"));
    assertThat(reportedTo(SIGNED, address.toUpperCase(java.util.Locale.ROOT)).verified())
        .isEqualTo(Verified.YES);
  }

  @Test
  void with_a_secret_nothing_else_is_proof_because_all_else_can_be_read_off_our_mail() {
    ReturnedMessage looksLikeOurs =
        returned("1@news.example", "team@news.example", null, List.of("news.example"), List.of());

    assertThat(proof(SIGNED, looksLikeOurs).verified()).isEqualTo(Verified.NO);
    assertThat(reportedTo(SIGNED, "bounce+c42.anna-0123456789abcdef0123@news.example")
            .verified())
        .isEqualTo(Verified.NO);
    assertThat(reportedTo(SIGNED, "bounce+c42.anna@news.example").verified())
        .isEqualTo(Verified.NO);
  }

  @Test
  void a_verp_pattern_without_a_secret_is_proof_when_it_fits() {
    Traces verp = new Traces(Set.of(), Set.of(), "b-{token}@news.example", null);

    assertThat(reportedTo(verp, "b-99x@news.example"))
        .isEqualTo(new Proof(Verified.YES, "VERP address"));
    assertThat(reportedTo(verp, "postmaster@news.example").verified()).isEqualTo(Verified.NO);
  }

  @Test
  void a_pattern_without_a_token_is_refused_and_the_secret_is_never_printed() {
    assertThatThrownBy(
            () -> new Authenticity(new Traces(Set.of(), Set.of(), "bounce@x.example", null)))
        .hasMessage("'bounce@x.example' must hold {token}");
    assertThat(SIGNED.toString()).doesNotContain("geheim");
  }

  private static Proof proof(Traces traces, @Nullable ReturnedMessage returned) {
    return new Authenticity(traces)
        .verify(new PerMessageFields(
            "rfc3464", false, null, null, null, "bounces@news.example", null, null, returned));
  }

  private static Proof reportedTo(Traces traces, String address) {
    return new Authenticity(traces)
        .verify(
            new PerMessageFields("rfc3464", false, null, null, null, address, null, null, null));
  }

  private static ReturnedMessage returned(
      @Nullable String messageId,
      @Nullable String from,
      @Nullable String returnPath,
      List<String> dkim,
      List<String> ips) {
    return new ReturnedMessage(
        messageId, null, from, List.of(), returnPath, null, null, dkim, ips, Map.of());
  }
}

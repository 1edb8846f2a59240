package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.suppress.Scenario.Report.failed;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.Scenario.Report;
import org.bouncescan.suppress.Suppression.State;
import org.junit.jupiter.api.Test;

class GuardTest {
  private final Scenario days = new Scenario();

  private static String gmail(String name, int n) {
    return name + n + "@gmail.com";
  }

  private void dead(String address, String provider, int hour) {
    days.report(failed(address, Category.INVALID_RECIPIENT).by(provider).at(hour));
  }

  /** A fortnight on which every provider loses a few addresses a day, as they all do. */
  private void ordinaryFortnight() {
    for (int day = 0; day < 14; day++) {
      for (int i = 0; i < 8; i++) {
        dead("old" + day + "-" + i + "@gmail.com", "google", 9);
        dead("old" + day + "-" + i + "@example.com", "example.com", 9);
      }
      days.night();
    }
  }

  @Test
  void a_provider_that_calls_living_addresses_dead_for_six_hours_suppresses_none_of_them() {
    ordinaryFortnight();
    int before = days.all(State.ACTIVE).size();
    for (int i = 0; i < 5_000; i++) {
      dead(gmail("living", i), "google", 10 + i % 6);
    }
    for (int i = 0; i < 12; i++) {
      dead("dead" + i + "@example.com", "example.com", 11);
      dead("dead" + i + "@example.net", "example.net", 12);
    }
    days.night();

    assertThat(days.guarded()).hasSize(1);
    assertThat(Guard.warning(days.guarded().get(0)))
        .isEqualTo(
            "GUARD 2026-03-16: google called 5000 addresses dead that were not before; a busy usual day "
                + "has 8, and 50 would be believed. Providers have called living addresses dead for hours, so all are held "
                + "for review until they fail again on another day. Who knows better need not wait: bouncescan release "
                + "(they live) or confirm (they are dead), --guard 2026-03-16/provider/google");
    assertThat(days.all(State.REVIEW)).hasSize(5_000).allMatch(it -> it.endsWith("@gmail.com"));
    assertThat(days.all(State.ACTIVE))
        .hasSize(before + 24)
        .noneMatch(it -> it.startsWith("living"))
        .contains("dead3@example.com", "dead7@example.net", "old3-1@gmail.com");
  }

  @Test
  void the_living_go_on_living_and_the_few_dead_among_them_are_found_on_a_later_day() {
    ordinaryFortnight();
    for (int i = 0; i < 5_000; i++) {
      dead(gmail("addr", i), "google", 10 + i % 6);
    }
    days.nights(7);
    // The next campaign: the provider is well again, 40 of the addresses were dead after all.
    for (int i = 0; i < 40; i++) {
      dead(gmail("addr", i * 100), "google", 10);
    }
    for (int i = 1; i < 300; i += 2) {
      days.report(failed(gmail("addr", i), Category.MAILBOX_FULL).by("google"));
      days.report(Report.of(gmail("addr", i + 1_000), Event.DELIVERED).by("google"));
    }
    days.nights(30);

    assertThat(days.all(State.ACTIVE).stream().filter(it -> it.startsWith("addr")))
        .hasSize(40)
        .contains(gmail("addr", 0), gmail("addr", 3_900));
    assertThat(days.state(gmail("addr", 1_001))).isEqualTo(State.RELEASED);
  }

  @Test
  void a_failure_that_crosses_midnight_does_not_confirm_itself() {
    ordinaryFortnight();
    for (int i = 0; i < 3_000; i++) {
      dead(gmail("late", i), "google", 22);
    }
    days.night();
    for (int i = 0; i < 3_000; i++) {
      dead(gmail("late", i), "google", 3);
    }
    days.nights(20);

    assertThat(days.all(State.ACTIVE)).noneMatch(it -> it.startsWith("late"));
    assertThat(days.all(State.REVIEW)).hasSize(3_000);
  }

  @Test
  void an_old_list_is_held_once_and_suppressed_by_the_second_campaign_to_it() {
    ordinaryFortnight();
    for (int i = 0; i < 2_000; i++) {
      dead(gmail("stale", i), "google", 10);
    }
    days.nights(7);
    assertThat(days.all(State.REVIEW)).hasSize(2_000);

    for (int i = 0; i < 2_000; i++) {
      dead(gmail("stale", i), "google", 10);
    }
    days.night();
    assertThat(days.all(State.REVIEW)).isEmpty();
    assertThat(days.all(State.ACTIVE)).contains(gmail("stale", 0), gmail("stale", 1_999));
  }

  @Test
  void an_old_list_that_is_mailed_in_slices_is_not_blocked_for_ever() {
    for (int day = 0; day < 10; day++) {
      for (int i = 0; i < 500; i++) {
        dead("slice" + day + "-" + i + "@gmail.com", "google", 10);
      }
      days.night();
    }

    assertThat(days.guarded()).hasSizeLessThan(4);
    assertThat(days.state("slice0-0@gmail.com")).isEqualTo(State.ACTIVE);
    assertThat(days.state("slice9-0@gmail.com")).isEqualTo(State.ACTIVE);
    assertThat(days.all(State.ACTIVE)).hasSizeGreaterThan(4_000);
  }

  @Test
  void a_sender_with_busy_campaign_days_is_left_alone() {
    for (int week = 0; week < 8; week++) {
      for (int i = 0; i < 40 + 10 * week; i++) {
        dead("w" + week + "-" + i + "@gmail.com", "google", 10);
      }
      days.night();
      for (int day = 0; day < 6; day++) {
        dead("d" + week + "-" + day + "@gmail.com", "google", 10);
        days.night();
      }
    }

    assertThat(days.guarded()).isEmpty();
    assertThat(days.all(State.REVIEW)).isEmpty();
  }

  @Test
  void a_rule_that_suddenly_condemns_thousands_everywhere_is_held_too() {
    ordinaryFortnight();
    for (int i = 0; i < 2_000; i++) {
      days.report(failed("user@host" + i + ".test", Category.INVALID_RECIPIENT).rule("too-eager"));
    }
    dead("dead@example.com", "example.com", 10);
    days.night();

    assertThat(days.guarded())
        .extracting(GuardEvent::id)
        .containsExactly("2026-03-16/rule/too-eager");
    assertThat(days.all(State.REVIEW)).hasSize(2_000);
    assertThat(days.state("dead@example.com")).isEqualTo(State.ACTIVE);
  }

  @Test
  void what_a_failing_provider_says_is_not_held_against_the_rule_it_shares_with_others() {
    ordinaryFortnight();
    for (int i = 0; i < 5_000; i++) {
      dead(gmail("living", i), "google", 10);
    }
    dead("dead@example.com", "example.com", 10);
    days.night();

    assertThat(days.guarded()).extracting(GuardEvent::provider).containsExactly("google");
    assertThat(days.state("dead@example.com")).isEqualTo(State.ACTIVE);
  }

  @Test
  void a_person_who_confirms_an_event_is_believed() {
    for (int i = 0; i < 100; i++) {
      dead(gmail("stale", i), "google", 10);
    }
    days.night();
    assertThat(days.all(State.REVIEW)).hasSize(100);

    days.confirms(days.guarded().get(0));
    days.night();
    assertThat(days.all(State.ACTIVE)).hasSize(100);
  }

  @Test
  void an_opt_out_is_honoured_while_the_guard_holds() {
    ordinaryFortnight();
    for (int i = 0; i < 1_000; i++) {
      dead(gmail("living", i), "google", 10);
    }
    days.report(Report.of(gmail("living", 7), Event.UNSUBSCRIBE_REQUEST));
    days.night();

    assertThat(days.all(State.REVIEW)).hasSize(999);
    assertThat(days.state(gmail("living", 7))).isEqualTo(State.ACTIVE);
  }

  @Test
  void what_a_provider_said_in_the_morning_is_taken_back_when_the_evening_shows_it_ill() {
    Incident morning = incident(1, 8);
    SuppressionPolicy policy = new SuppressionPolicy(SuppressionSettings.DEFAULT);
    Decision first = policy.decide(List.of(morning), morning.receivedAt());
    Suppression active = new Suppression(
        morning.address(),
        State.ACTIVE,
        Cause.HARD,
        morning.category(),
        null,
        morning.rule(),
        morning.provider(),
        first.reason(),
        "",
        null,
        null,
        morning.receivedAt(),
        morning.receivedAt(),
        1,
        morning.receivedAt(),
        null);
    List<Incident> evening =
        IntStream.range(2, 200).mapToObj(i -> incident(i, 20)).toList();
    List<GuardEvent> events = new Guard(GuardSettings.DEFAULT)
        .judge(Guard.tally(evening.stream().map(List::of).toList()), Set.of());

    Decision second = policy.decide(
        new AddressHistory(List.of(morning), active, null, 0, null, events), morning.receivedAt());

    assertThat(first.measure()).isEqualTo(Measure.SUPPRESS);
    assertThat(second.measure()).isEqualTo(Measure.REVIEW);
  }

  @Test
  void what_is_not_confirmed_for_a_month_is_mailed_again_and_not_suppressed() {
    ordinaryFortnight();
    for (int i = 0; i < 100; i++) {
      dead(gmail("living", i), "google", 10);
    }
    days.nights(30);
    assertThat(days.all(State.REVIEW)).hasSize(100);

    days.nights(2);
    assertThat(days.all(State.REVIEW)).isEmpty();
    assertThat(days.state(gmail("living", 5))).isEqualTo(State.RELEASED);
    assertThat(days.decision(gmail("living", 5)).reason())
        .isEqualTo(
            "invalid recipient on a day that is not believed, and not confirmed since: mailed again");
  }

  @Test
  void a_fortnight_without_name_servers_of_our_own_suppresses_nobody() {
    for (int day = 0; day < 9; day++) {
      for (int i = 0; i < 600; i++) {
        days.report(failed("living" + i + "@firm" + i + ".test", Category.DNS_FAILURE));
      }
      days.night();
    }

    assertThat(days.all(State.ACTIVE)).isEmpty();
    assertThat(days.guarded()).isNotEmpty().allMatch(it -> it.category() == Category.DNS_FAILURE);
    assertThat(Guard.warning(days.guarded().get(0)))
        .startsWith(
            "GUARD 2026-03-02: mail to 600 addresses of all providers failed with 'dns failure' on one day")
        .contains("that day counts for none of them");
  }

  @Test
  void a_provider_that_shuts_us_out_condemns_none_of_its_addresses_by_the_usual_count() {
    for (int week = 0; week < 3; week++) {
      for (int i = 0; i < 60; i++) {
        days.report(failed("living" + i + "@big.test", Category.CONNECTION_FAILED));
      }
      days.report(failed("gone@small.test", Category.CONNECTION_FAILED));
      days.nights(8);
    }

    assertThat(days.all(State.ACTIVE)).containsExactly("gone@small.test");
    assertThat(days.guarded().get(0).id())
        .isEqualTo("2026-03-02/provider/big.test/connection_failed");
  }

  @Test
  void a_provider_that_is_gone_for_good_is_believed_in_the_end() {
    for (int week = 0; week < 6; week++) {
      for (int i = 0; i < 60; i++) {
        days.report(failed("dead" + i + "@big.test", Category.CONNECTION_FAILED));
      }
      days.nights(8);
    }

    assertThat(days.all(State.ACTIVE)).hasSize(60);
  }

  @Test
  void a_guard_that_is_switched_off_holds_nothing() {
    Scenario trusting =
        new Scenario(SuppressionSettings.DEFAULT.guard(GuardSettings.DEFAULT.disabled()));
    for (int i = 0; i < 1_000; i++) {
      trusting.report(failed(gmail("x", i), Category.INVALID_RECIPIENT).by("google"));
    }
    trusting.night();

    assertThat(trusting.all(State.ACTIVE)).hasSize(1_000);
  }

  private static Incident incident(int id, int hour) {
    return new Incident(
        id,
        "user" + id + "@gmail.com",
        java.time.Instant.parse("2026-03-02T00:00:00Z").plusSeconds(3600L * hour),
        Event.FAILED,
        Category.INVALID_RECIPIENT,
        null,
        "rule",
        "google",
        true,
        false,
        true,
        "m" + id);
  }
}

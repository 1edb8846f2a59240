package org.bouncescan.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncescan.suppress.Scenario.Report.failed;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncescan.classify.Category;
import org.bouncescan.classify.Event;
import org.bouncescan.suppress.Scenario.Report;
import org.bouncescan.suppress.Suppression.State;
import org.junit.jupiter.api.Test;

/** Sixty days of a weekly newsletter, with all that happens to a list in two months. */
class SixtyDaysTest {
  private final Scenario days = new Scenario();
  private final List<String> diary = new ArrayList<>();

  private void campaign(String address, Category category) {
    days.report(failed(address, category));
  }

  private void note(String address) {
    State state = days.state(address);
    String line = "day " + days.day() + " " + address + " "
        + (state == null ? days.decision(address).measure().label() : state.label());
    diary.add(line);
  }

  @Test
  void every_address_ends_where_its_history_leads() {
    for (int week = 0; days.day() < 60; week++) {
      // A full mailbox that is emptied after two weeks, and one that never is.
      if (week < 2) {
        campaign("emptied@example.com", Category.MAILBOX_FULL);
      }
      campaign("full@example.com", Category.MAILBOX_FULL);
      // Somebody who must allow us, says so in week 3, and does so in week 5.
      if (week < 5) {
        campaign("careful@example.com", Category.RECIPIENT_RESTRICTED);
      }
      if (week == 3) {
        days.claims("careful@example.com");
      }
      campaign("closed-group@example.com", Category.RECIPIENT_RESTRICTED);
      campaign("blocklisted@example.net", Category.BLOCKLISTED);
      if (week == 1) {
        campaign("gone@example.com", Category.INVALID_RECIPIENT);
        days.report(Report.of("angry@example.com", Event.COMPLAINT));
      }
      if (week < 3) {
        campaign("moved-domain@example.org", Category.DNS_FAILURE);
      }
      if (week == 2) {
        days.delivers("moved-domain@example.org");
      }
      days.night();
      if (week == 2) {
        note("full@example.com");
        note("moved-domain@example.org");
      }
      if (week == 3) {
        note("full@example.com");
        note("careful@example.com");
      }
      days.nights(6);
    }
    for (String address : List.of(
        "emptied@example.com",
        "full@example.com",
        "careful@example.com",
        "closed-group@example.com",
        "blocklisted@example.net",
        "gone@example.com",
        "angry@example.com",
        "moved-domain@example.org")) {
      note(address);
    }

    assertThat(diary)
        .containsExactly(
            "day 15 full@example.com count",
            "day 15 moved-domain@example.org none",
            "day 22 full@example.com active",
            "day 22 careful@example.com held",
            "day 63 emptied@example.com count",
            "day 63 full@example.com active",
            "day 63 careful@example.com held",
            "day 63 closed-group@example.com active",
            "day 63 blocklisted@example.net none",
            "day 63 gone@example.com active",
            "day 63 angry@example.com active",
            "day 63 moved-domain@example.org none");
  }

  @Test
  void two_months_of_ordinary_noise_trip_no_guard_and_suppress_only_the_dead() {
    Random random = new Random(20260302);
    String[] providers = {"google", "microsoft", "yahoo", "example.com", "example.net"};
    int dead = 0;
    for (int day = 0; day < 60; day++) {
      boolean campaign = day % 7 == 0;
      for (String provider : providers) {
        int gone = random.nextInt(campaign ? 30 : 3);
        for (int i = 0; i < gone; i++) {
          days.report(
              failed("gone" + day + "-" + i + "@" + provider + ".test", Category.INVALID_RECIPIENT)
                  .by(provider));
          dead++;
        }
        for (int i = 0; i < 20; i++) {
          days.report(failed("busy" + i + "@" + provider + ".test", Category.RATE_LIMITED)
              .by(provider));
          days.report(
              failed("slow" + random.nextInt(5_000) + "@" + provider + ".test", Category.GREYLISTED)
                  .by(provider));
        }
      }
      days.night();
    }

    assertThat(days.guarded()).isEmpty();
    assertThat(days.all(State.ACTIVE)).hasSize(dead).allMatch(it -> it.startsWith("gone"));
  }

  @Test
  void a_flood_of_forged_reports_about_living_addresses_suppresses_nobody() {
    for (int day = 0; day < 60; day++) {
      for (int i = 0; i < 100; i++) {
        String living = "living" + i + "@example.com";
        days.report(failed(living, Category.INVALID_RECIPIENT).unverified());
        days.report(failed(living, Category.MAILBOX_FULL).unverified());
        days.report(Report.of(living, Event.COMPLAINT).unverified());
      }
      days.report(failed("gone" + day + "@example.com", Category.INVALID_RECIPIENT));
      days.night();
    }

    assertThat(days.all(State.ACTIVE)).hasSize(60).allMatch(it -> it.startsWith("gone"));
    assertThat(days.all(State.HELD)).isEmpty();
    assertThat(days.guarded()).isEmpty();
  }
}

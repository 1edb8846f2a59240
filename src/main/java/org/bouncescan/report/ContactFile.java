package org.bouncescan.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncescan.suppress.ClaimEvidence.Identity;

/**
 * contact-recipients.csv: whom to ask for approval, through another channel, and what to write. The text for the
 * recipient's IT is one for a whole domain and stands in each of its rows.
 */
final class ContactFile implements AutoCloseable {
  static final List<String> COLUMNS = List.of(
      "recipient",
      "domain",
      "category",
      "subtype",
      "times",
      "first_seen",
      "last_seen",
      "reply",
      "host",
      "allow_from_domain",
      "allow_envelope_domain",
      "allow_ip",
      "allow_dkim_domain",
      "text_for_recipient",
      "text_for_it");

  /** Rows of one domain that are kept for the common text; a domain with more gets several texts. */
  private static final int MOST_OF_A_DOMAIN = 1_000;

  private final CsvFile file;
  private final List<Contact> ofDomain = new ArrayList<>();

  ContactFile(Path path) {
    file = new CsvFile(path, COLUMNS);
  }

  void add(Contact contact) {
    boolean sameDomain = !ofDomain.isEmpty() && ofDomain.get(0).domain().equals(contact.domain());
    if (!sameDomain || ofDomain.size() >= MOST_OF_A_DOMAIN) {
      flush();
    }
    ofDomain.add(contact);
  }

  private void flush() {
    if (ofDomain.isEmpty()) {
      return;
    }
    CsvFile.Repeated forIt = CsvFile.Repeated.of(ContactTexts.forIt(ofDomain));
    for (Contact it : ofDomain) {
      Identity identity = it.identity();
      file.row(
          it.address(),
          it.domain(),
          it.category().label(),
          it.subtype(),
          it.times(),
          it.firstSeen(),
          it.lastSeen(),
          it.reply(),
          it.host(),
          BounceRow.domain(identity.headerFrom()),
          BounceRow.domain(identity.envelopeFrom()),
          identity.ip(),
          String.join(";", identity.dkimDomains()),
          ContactTexts.forRecipient(it),
          forIt);
    }
    ofDomain.clear();
  }

  long rows() {
    return file.rows() + ofDomain.size();
  }

  @Override
  public void close() {
    flush();
    file.close();
  }
}

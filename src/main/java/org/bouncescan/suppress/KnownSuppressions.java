package org.bouncescan.suppress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that the mailing system suppresses already, so that files with news need not repeat them.
 *
 * @param addresses the addresses
 * @param broken lines that could not be used
 */
public record KnownSuppressions(AddressSet addresses, List<BrokenLine> broken) {
  public static final KnownSuppressions NONE = new KnownSuppressions(new AddressSet(), List.of());

  public KnownSuppressions {
    broken = List.copyOf(broken);
  }

  /**
   * Reads one address a line, or CSV with a header that names a column {@code email}, {@code address} or {@code
   * recipient}.
   *
   * @throws IOException where the file can't be read at all
   */
  public static KnownSuppressions read(Path file) throws IOException {
    AddressSet addresses = new AddressSet();
    List<BrokenLine> broken = new ArrayList<>();
    new AddressFile(file.toString(), broken::add)
        .read(file, List.of(), (line, address, second) -> addresses.add(address));
    return new KnownSuppressions(addresses, broken);
  }

  public boolean contains(String address) {
    return addresses.contains(address);
  }
}

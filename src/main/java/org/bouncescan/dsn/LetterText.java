package org.bouncescan.dsn;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The readable side of a letter: what a dialect looks at.
 *
 * @param from the From field as written, decoded; empty when absent
 * @param subject the Subject, decoded; empty when absent
 * @param header the value of a header field by its name; null when absent
 * @param lines the lines of the readable text, decoded, without line ends
 * @param returnedTo the addresses in the To field of the returned message, where it is a part of its own
 */
record LetterText(
    String from,
    String subject,
    Function<String, @Nullable String> header,
    List<String> lines,
    Supplier<List<String>> returnedTo) {}

package dev.pawl.server.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds {@code /pawl accept REASON} in a comment: a line of its own, neither quoted nor in a block of code. */
final class AcceptCommand {

    private static final int LONGEST_REASON = 1000;
    private static final Pattern COMMAND = Pattern.compile("/pawl\\s+accept(?:\\s+(.*))?");

    /** Up to three spaces before it; a longer line of them is code. */
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");

    private AcceptCommand() {}

    /** The reason, which may be empty; empty if the comment does not ask for it. */
    static Optional<String> reasonIn(String comment) {
        String fence = "";
        for (String line : comment.split("\\R", -1)) {
            Matcher opening = FENCE.matcher(line);
            if (opening.matches()) {
                String found = opening.group(1);
                if (fence.isEmpty()) fence = found;
                else if (found.startsWith(fence)) fence = "";
                continue;
            }
            // Quotes begin with >, code with four spaces; a command begins the line.
            Matcher command = COMMAND.matcher(line.stripTrailing());
            if (!fence.isEmpty() || !command.matches()) continue;
            String reason = command.group(1) == null ? "" : command.group(1).strip();
            return Optional.of(
                    reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + "…");
        }
        return Optional.empty();
    }
}

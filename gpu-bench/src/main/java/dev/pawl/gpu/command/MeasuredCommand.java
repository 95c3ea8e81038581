package dev.pawl.gpu.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A command and how it is to be measured.
 *
 * @param name what the results are called; not blank
 * @param words the program and its arguments; no shell is involved
 * @param folder where it runs
 * @param warmups how many times it runs before anything is recorded
 * @param repetitions how many times it is measured; at least 1
 * @param timeout the longest that one execution may take
 */
public record MeasuredCommand(
        String name, List<String> words, Path folder, int warmups, int repetitions, Duration timeout) {
    public MeasuredCommand {
        if (name.isBlank()) throw new IllegalArgumentException("a measured command needs a name");
        words = List.copyOf(words);
        if (words.isEmpty()) throw new IllegalArgumentException("there is no command to measure");
        if (warmups < 0) throw new IllegalArgumentException("the number of warm-ups is negative: " + warmups);
        if (repetitions < 1)
            throw new IllegalArgumentException("there must be at least 1 repetition, not " + repetitions);
        if (timeout.isNegative() || timeout.isZero())
            throw new IllegalArgumentException("the timeout must be positive, is " + timeout);
    }
}

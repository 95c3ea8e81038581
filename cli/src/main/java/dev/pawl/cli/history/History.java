package dev.pawl.cli.history;

import java.util.List;
import java.util.function.Consumer;

/** The runs of a file, oldest first. It can be gone through more than once. */
public interface History {

    /**
     * Shows each run, one after the other, so that they need not fit into memory together.
     *
     * @throws dev.pawl.parser.ParseException at the first that cannot be read
     */
    void forEach(Consumer<PastRun> runs);

    /** What a person should know about the file though it could be read; one sentence each. */
    List<String> warnings();

    /** Runs that are all in memory. */
    record Listed(List<PastRun> runs, List<String> warnings) implements History {
        public Listed {
            runs = List.copyOf(runs);
            warnings = List.copyOf(warnings);
        }

        @Override
        public void forEach(Consumer<PastRun> consumer) {
            runs.forEach(consumer);
        }
    }
}

package dev.pawl.gpu.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.error.Mark;

/** What is wrong with a file, by line. */
final class Problems {

    private final String file;
    private final Map<Integer, List<String>> byLine = new TreeMap<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Mark where, String what) {
        add(where.getLine() + 1, what);
    }

    void add(int line, String what) {
        List<String> there = byLine.computeIfAbsent(line, unseen -> new ArrayList<>());
        if (!there.contains(what)) there.add(what);
    }

    boolean isEmpty() {
        return byLine.isEmpty();
    }

    SpecException asException() {
        List<String> lines = new ArrayList<>();
        byLine.forEach((line, problems) -> problems.forEach(what -> lines.add(file + ":" + line + ": " + what)));
        return new SpecException(lines);
    }
}

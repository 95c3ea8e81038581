package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import java.util.List;

/**
 * A {@code target/criterion} directory: files that only together are results.
 *
 * @param root path of the directory that holds the benchmarks
 * @param files the files below it, by relative name
 */
record CriterionTree(String root, List<ResultSource> files) {

    /** Whether a file belongs to a Criterion tree, by its path: {@code …/new/estimates.json} and its siblings. */
    static boolean owns(String name) {
        return false;
    }

    /** Splits files into trees by their common root. */
    static List<CriterionTree> of(List<ResultSource> files) {
        return List.of();
    }

    ResultFile parse() {
        throw new ParseException(root, "not readable yet");
    }
}

package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads result files of any known format. The format is found by content, never by file name. */
public final class Parsers {

    private Parsers() {}

    /**
     * Reads every source. Files of one Criterion tree become one result; every other source becomes one each.
     *
     * @param format the format to read them as, or {@code null} to find it by content
     * @return in the order of the sources, trees last
     * @throws ParseException if any source cannot be read; then nothing is returned at all
     */
    public static List<ResultFile> parse(List<ResultSource> sources, @Nullable ResultFormat format) {
        if (sources.isEmpty())
            throw new ParseException("no file", "there is nothing to read; name at least one result file");
        Map<Boolean, List<ResultSource>> byTree =
                sources.stream().collect(Collectors.partitioningBy(source -> CriterionTree.owns(source.name())));
        List<ResultFile> results = new ArrayList<>();
        for (ResultSource source : byTree.get(false)) results.add(parse(source, format));
        for (CriterionTree tree : CriterionTree.of(byTree.get(true))) results.add(tree.parse());
        return results;
    }

    private static ResultFile parse(ResultSource source, @Nullable ResultFormat format) {
        throw new ParseException(source.name(), "not readable yet");
    }
}

package dev.pawl.parser;

import dev.pawl.model.ResultFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads result files of any known format. The format is found by content, never by file name. */
public final class Parsers {

    private Parsers() {}

    /**
     * Reads every source. Files of one Criterion tree become one result; every other source becomes one each, with the samples
     * of nvbench that belong to it, and a file of Pawl's own JSON as many as it holds.
     *
     * @param format the format to read them as, or {@code null} to find it by content
     * @return in the order of the sources, trees last
     * @throws ParseException if any source cannot be read; then nothing is returned at all
     */
    public static List<ResultFile> parse(List<ResultSource> sources, @Nullable ResultFormat format) {
        if (sources.isEmpty())
            throw new ParseException("no file", "there is nothing to read; name at least one result file");
        List<ResultFile> results = new ArrayList<>();
        List<ResultSource> ofTrees = new ArrayList<>();
        NvbenchSamples samples = new NvbenchSamples(sources);
        for (ResultSource source : sources) {
            if (CriterionTree.owns(source.name())) ofTrees.add(source);
            else if (!NvbenchSamples.owns(source.name())) results.addAll(parse(source, format, samples));
        }
        if (results.isEmpty() && ofTrees.isEmpty())
            throw new ParseException(
                    sources.get(0).name(), "holds samples of nvbench; name the JSON file that belongs to it");
        if (ofTrees.isEmpty()) return results;
        for (CriterionTree tree : CriterionTree.of(ofTrees)) results.add(tree.parse());
        return results;
    }

    /**
     * The sources that are worth sending on: all but what a Criterion tree keeps of earlier runs. Whoever gets them cannot tell
     * that any more, because the times of the files stay behind.
     *
     * @return in their order, those of trees last
     * @throws ParseException if a tree cannot be read
     */
    public static List<ResultSource> ofLatestRun(List<ResultSource> sources) {
        Map<Boolean, List<ResultSource>> byTree =
                sources.stream().collect(Collectors.partitioningBy(source -> CriterionTree.owns(source.name())));
        List<ResultSource> latest = new ArrayList<>(byTree.get(false));
        for (CriterionTree tree : CriterionTree.of(byTree.get(true))) latest.addAll(tree.filesOfLatestRun());
        return latest;
    }

    private static List<ResultFile> parse(ResultSource source, @Nullable ResultFormat format, NvbenchSamples samples) {
        FileHead head = FileHead.of(source);
        if (head.text().isBlank()) throw new ParseException(source.name(), "is " + UnknownContent.describe(head));
        NvbenchParser nvbench = new NvbenchParser(samples);
        if ((format == null || format == ResultFormat.NVBENCH) && nvbench.recognises(head))
            return nvbench.parseAll(source);
        if (format != null) return parseAs(format, source, head);
        for (ResultFormat candidate : ResultFormat.values()) {
            Optional<Parser> parser = recognising(candidate, head);
            if (parser.isPresent()) return parser.get().parseAll(source);
        }
        throw new ParseException(
                source.name(),
                "is " + UnknownContent.describe(head) + ". Known formats are " + ResultFormat.ids()
                        + "; if it is one of them, name it with --format");
    }

    /**
     * Reads a source as what the user says it is. Where the head does not show it, each form of the format is tried: the
     * results may come after a long log.
     */
    private static List<ResultFile> parseAs(ResultFormat format, ResultSource source, FileHead head) {
        Optional<Parser> recognising = recognising(format, head);
        if (recognising.isPresent()) return recognising.get().parseAll(source);
        ParseException failure = null;
        for (Parser parser : format.parsers()) {
            try {
                return parser.parseAll(source);
            } catch (ParseException e) {
                // Of a JSON file the JSON form's complaint is the one that helps, of a text the last form's.
                if (failure == null || !head.isJson()) failure = e;
            }
        }
        for (ResultFormat other : ResultFormat.values()) {
            if (recognising(other, head).isPresent())
                throw new ParseException(
                        source.name(),
                        "is not " + format.id() + " but looks like " + other.id()
                                + "; leave out --format, or name that");
        }
        if (failure == null) throw new AssertionError(format + " has no parser");
        throw new ParseException(
                failure.where(), failure.what() + " (read as " + format.id() + ", because --format says so)", failure);
    }

    private static Optional<Parser> recognising(ResultFormat format, FileHead head) {
        for (Parser parser : format.parsers()) if (parser.recognises(head)) return Optional.of(parser);
        return Optional.empty();
    }

    /** The refusal of a source whose bytes cannot be had. */
    static ParseException unreadable(ResultSource source, IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        String why;
        if (e instanceof NoSuchFileException) why = "does not exist";
        else if (e instanceof AccessDeniedException) why = "may not be read by this user";
        else if (message.equals("Is a directory")) why = "is a directory; name the result files in it";
        else why = "cannot be read: " + Excerpt.of(message.isEmpty() ? e.toString() : message, Excerpt.LONGEST);
        return new ParseException(source.name(), why, e);
    }
}

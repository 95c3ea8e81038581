package dev.pawl.cli;

import dev.pawl.model.RecordedSeries;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.ResultPaths;
import dev.pawl.parser.ResultSource;
import dev.pawl.parser.SeriesParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the series that arguments name: files, globs, standard input, or folders of JSON and CSV files. */
final class SeriesFiles {

    private SeriesFiles() {}

    /**
     * @throws ParseException if an argument names nothing, or a file is no series
     */
    static List<RecordedSeries> read(List<String> arguments) throws IOException {
        List<RecordedSeries> series = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("-")) {
                series.addAll(SeriesParser.parse(ResultSource.ofBytes("standard input", System.in.readAllBytes())));
                continue;
            }
            Path path = Path.of(argument);
            if (!Files.exists(path) && ResultPaths.isGlob(argument)) {
                for (ResultSource file : new ResultPaths(Path.of(""), System.in).sources(List.of(argument)))
                    series.addAll(SeriesParser.parse(file));
                continue;
            }
            if (!Files.exists(path)) throw new ParseException(argument, "does not exist");
            List<Path> files = Files.isDirectory(path) ? seriesIn(path) : List.of(path);
            if (files.isEmpty()) throw new ParseException(argument, "holds no .json or .csv file");
            for (Path file : files) series.addAll(SeriesParser.parse(ResultSource.ofFile(file.toString(), file)));
        }
        return series;
    }

    private static List<Path> seriesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }
}

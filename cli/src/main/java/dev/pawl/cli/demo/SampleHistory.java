package dev.pawl.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.model.Commit;
import dev.pawl.parser.ResultSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recorded results of one example program, commit by commit, oldest first. They come with the jar; where they come from is
 * told in {@code examples/PROVENANCE.md}.
 */
public record SampleHistory(String name, List<Step> steps) {

    /** The programs, by the folders of {@code examples/}. */
    public static final List<String> NAMES = List.of("python-pytest", "rust-cargo", "java-jmh");

    /**
     * One commit and what its benchmarks gave.
     *
     * @param planted the benchmark that this commit makes slower on purpose; {@code null} if none
     */
    public record Step(
            Commit commit, List<String> files, @Nullable String planted) {}

    public SampleHistory {
        steps = List.copyOf(steps);
    }

    public static SampleHistory load(String name) throws IOException {
        List<Step> steps = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(open(name, "commits.json"))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) steps.add(step(json));
        }
        return new SampleHistory(name, steps);
    }

    /** The result files of a step that together are one run; other forms of the same results are left out. */
    public List<ResultSource> sources(Step step) throws IOException {
        List<ResultSource> sources = new ArrayList<>();
        for (String file : step.files()) {
            if (!isOwnResult(file)) continue;
            try (InputStream in = open(name, file)) {
                sources.add(ResultSource.ofBytes(file.substring(file.indexOf('/') + 1), in.readAllBytes()));
            }
        }
        return sources;
    }

    private static boolean isOwnResult(String file) {
        return file.endsWith("/pytest.json")
                || file.endsWith("/jmh.json")
                || file.endsWith("/libtest.txt")
                || file.contains("/criterion/");
    }

    private static Step step(JsonParser json) throws IOException {
        String sha = "";
        String parent = null;
        Instant time = null;
        String author = null;
        String subject = null;
        List<String> files = new ArrayList<>();
        String planted = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "sha" -> sha = json.getText();
                case "parent" -> parent = json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
                case "time" -> time = Instant.parse(json.getText());
                case "author" -> author = json.getText();
                case "subject" -> subject = json.getText();
                case "files" -> {
                    while (json.nextToken() == JsonToken.VALUE_STRING) files.add(json.getText());
                }
                case "planted" -> planted = planted(json);
                default -> json.skipChildren();
            }
        }
        return new Step(new Commit(sha, parent, time, author, subject), files, planted);
    }

    private static @Nullable String planted(JsonParser json) throws IOException {
        String benchmark = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isName = json.currentName().equals("benchmark");
            json.nextToken();
            if (isName) benchmark = json.getText();
            else json.skipChildren();
        }
        return benchmark;
    }

    private static InputStream open(String name, String file) throws IOException {
        InputStream in = SampleHistory.class.getResourceAsStream("/demo/" + name + "/" + file);
        if (in == null) throw new FileNotFoundException("sample " + name + "/" + file + " is missing from the jar");
        return in;
    }
}

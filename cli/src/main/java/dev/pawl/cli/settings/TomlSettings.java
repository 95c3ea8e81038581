package dev.pawl.cli.settings;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.cli.client.ServerAddress;
import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Direction;
import dev.pawl.model.Policy;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads {@code pawl.toml}. The only class that starts the TOML library. */
final class TomlSettings {

    /** The server takes no larger settings, and nobody writes them by hand. */
    private static final long LARGEST = 1 << 16;

    private static final int MOST_RULES = 500;

    private static final List<String> TOP =
            List.of("project", "suite", "testbed", "server", "baseline", "thresholds", "rules");
    private static final List<String> LIMITS = List.of("warning", "critical", "policy");
    private static final List<String> GLOBS = List.of("suite", "benchmark", "metric", "testbed");
    private static final List<String> OF_RULES = List.of("role", "direction", "limit");

    /** What the server takes as a project's slug. */
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Problems problems;

    private TomlSettings(Problems problems) {
        this.problems = problems;
    }

    /**
     * @param name of the file in messages
     * @throws SettingsException if it makes no sense
     */
    static Settings read(Path file, String name) throws IOException {
        Problems problems = new Problems(name);
        if (Files.size(file) > LARGEST) problems.add(null, "is larger than " + (LARGEST >> 10) + " KiB");
        problems.throwIfAny();
        TomlParseResult toml = parse(file, problems);
        for (TomlParseError error : toml.errors()) problems.add(error.position(), "no TOML: " + error.getMessage());
        // What follows a syntax error is guesswork; complaints about it would only confuse.
        problems.throwIfAny();
        Settings settings = new TomlSettings(problems).settings(new TomlSection("", toml, problems));
        problems.throwIfAny();
        return settings;
    }

    private static TomlParseResult parse(Path file, Problems problems) throws IOException {
        try {
            return Toml.parse(Files.readString(file));
        } catch (CharacterCodingException notText) {
            problems.add(null, "is not written in UTF-8");
            problems.throwIfAny();
            throw notText;
        }
    }

    private Settings settings(TomlSection top) {
        top.refuseOthers(TOP);
        String project = top.parsed("project", TomlSettings::slug);
        String suite = top.text("suite");
        String testbed = top.text("testbed");
        ServerAddress server = top.parsed("server", ServerAddress::of);
        BaselinePolicy baseline = top.parsed("baseline", BaselinePolicy::of);
        List<Thresholds.Rule> rules = new ArrayList<>();
        for (TomlSection rule : top.tables("rules")) rules.add(rule(rule));
        if (rules.size() > MOST_RULES)
            top.problem("rules", "there are " + rules.size() + " rules; at most " + MOST_RULES + " are taken");
        Thresholds thresholds =
                Thresholds.everywhere(general(top.table("thresholds"))).under(new Thresholds(rules));
        return new Settings(project, suite, testbed, server, baseline, thresholds);
    }

    private static String slug(String text) {
        if (SLUG.matcher(text).matches()) return text;
        throw new IllegalArgumentException(
                "'" + text + "' is no slug: 1 to 64 of a-z, 0-9, '.', '_' and '-', and a letter or digit first");
    }

    private ThresholdOverride general(@Nullable TomlSection section) {
        if (section == null) return ThresholdOverride.NONE;
        section.refuseOthers(LIMITS);
        return override(section, false);
    }

    private Thresholds.Rule rule(TomlSection section) {
        boolean allKnown = section.refuseOthers(
                Stream.of(GLOBS, LIMITS, OF_RULES).flatMap(List::stream).toList());
        // A mistyped key may be the very one that would be missed.
        if (allKnown && GLOBS.stream().noneMatch(section::has))
            section.problem("a rule needs a suite, benchmark, metric or testbed that it is for;"
                    + " what is for everything belongs into [thresholds], or names metric = \"*\"");
        if (allKnown && Stream.of(LIMITS, OF_RULES).flatMap(List::stream).noneMatch(section::has))
            section.problem("a rule that says nothing: give it a warning, critical, policy, role, direction or limit");
        SeriesGlob where = new SeriesGlob(
                glob(section, "suite"), glob(section, "benchmark"), glob(section, "metric"), glob(section, "testbed"));
        return new Thresholds.Rule(where, override(section, true));
    }

    private static String glob(TomlSection section, String key) {
        String glob = section.text(key);
        return glob == null ? "*" : glob;
    }

    private static ThresholdOverride override(TomlSection section, boolean isRule) {
        Double warning = section.fraction("warning");
        Double critical = section.fraction("critical");
        Policy policy = section.word("policy", Policy.class);
        Role role = isRule ? section.word("role", Role.class) : null;
        Direction direction = isRule ? section.word("direction", Direction.class) : null;
        AbsoluteLimit limit = isRule ? section.parsed("limit", AbsoluteLimit::of) : null;
        if (warning != null && critical != null && critical < warning) {
            section.problem("critical", "critical must not be below warning");
            return ThresholdOverride.NONE;
        }
        return new ThresholdOverride(warning, critical, policy, role, direction, limit);
    }
}

package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.cli.ci.CiContext;
import dev.pawl.cli.comment.JobForge;
import dev.pawl.model.Alert;
import dev.pawl.model.Finding;
import dev.pawl.model.Policy;
import dev.pawl.model.Reason;
import dev.pawl.model.Role;
import dev.pawl.model.Severity;
import dev.pawl.model.Verdict;
import dev.pawl.parser.ResultFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the documentation says exists, and what exists is in the documentation. */
class DocsTest {

    private static final Pattern LINK = Pattern.compile("!?\\[[^]]*]\\(([^)\\s]+)\\)");

    /** Folders of one machine, which help nobody else. */
    private static final Pattern MACHINE_PATH = Pattern.compile("/(?:work|tmp|root|Users|home)/");

    private static final Set<String> OF_EVERY_COMMAND = Set.of("-h", "--help", "-V", "--version");

    @Test
    void everyCommandAndOptionIsInTheReference() {
        String page = DocumentationPages.read("docs/cli.md");
        List<String> missing = new ArrayList<>();
        for (CommandLine command : allBelow(Pawl.commandLine())) {
            String name = command.getCommandSpec().qualifiedName();
            String section = DocumentationPages.section(page, name);
            if (section.isEmpty()) missing.add("heading " + name);
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .flatMap(option -> Stream.of(option.names()))
                    .filter(option -> !OF_EVERY_COMMAND.contains(option))
                    .filter(option -> !section.contains("`" + option + "`"))
                    .forEach(option -> missing.add(name + " " + option));
        }

        assertEquals(List.of(), missing);
    }

    @Test
    void theReferenceNamesNoOptionThatDoesNotExist() {
        String page = DocumentationPages.read("docs/cli.md");
        List<String> unknown = new ArrayList<>();
        for (CommandLine command : allBelow(Pawl.commandLine())) {
            if (!command.getSubcommands().isEmpty()) continue;
            String name = command.getCommandSpec().qualifiedName();
            Pattern.compile("(?m)^\\| (`--[^|]*)\\|")
                    .matcher(DocumentationPages.section(page, name))
                    .results()
                    .flatMap(row -> Pattern.compile("`(--[a-z-]+)`")
                            .matcher(row.group(1))
                            .results())
                    .map(option -> option.group(1))
                    .filter(option -> !command.getCommandSpec().optionsMap().containsKey(option))
                    .forEach(option -> unknown.add(name + " " + option));
        }

        assertEquals(List.of(), unknown);
    }

    @Test
    void everyCommandLineThatIsPrintedIsOneThatPawlUnderstands() {
        Map<String, String> refused = new TreeMap<>();
        int seen = 0;
        List<Path> files = new ArrayList<>(DocumentationPages.pages());
        files.addAll(DocumentationPages.workflows());
        for (Path file : files) {
            for (List<String> arguments : DocumentationPages.commandLines(DocumentationPages.read(file))) {
                seen++;
                try {
                    Pawl.commandLine().parseArgs(arguments.toArray(String[]::new));
                } catch (ParameterException e) {
                    refused.put(file.getFileName() + ": " + String.join(" ", arguments), e.getMessage());
                }
            }
        }

        assertEquals(Map.of(), refused);
        assertTrue(seen > 50, "only " + seen + " command lines were found");
    }

    @Test
    void everyWorkflowUploads() {
        for (Path workflow : DocumentationPages.workflows()) {
            String text = DocumentationPages.read(workflow);
            if (!workflow.toString().contains("examples")) continue;
            // Strangers' code has nothing to upload with; another workflow does it.
            boolean isHandedOn = text.contains("uses: actions/upload-artifact@") && !text.contains("secrets.");
            assertTrue(
                    isHandedOn
                            || DocumentationPages.commandLines(text).stream()
                                    .anyMatch(arguments -> arguments.get(0).equals("upload")),
                    workflow.toString());
            Pattern.compile("(?m)^\\s*(?:- )?uses: (\\S+)")
                    .matcher(text)
                    .results()
                    .forEach(uses -> assertTrue(uses.group(1).matches("[^@]+@[0-9a-f]{40}"), uses.group(1)));
        }
    }

    @Test
    void everyRouteIsInTheReference() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(DocumentationPages.read("server/src/main/resources/dev/pawl/server/http/openapi.json"));
        String page = DocumentationPages.read("docs/http-api.md");
        Set<String> described = Pattern.compile("(?m)^## `([A-Z]+ \\S+)`$")
                .matcher(page)
                .results()
                .map(heading -> heading.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> existing = new TreeSet<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> existing.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertEquals(existing, described);
    }

    @Test
    void everyFormatHasItsSection() {
        String page = DocumentationPages.read("docs/formats.md");
        for (ResultFormat format : ResultFormat.values())
            assertFalse(DocumentationPages.section(page, format.id()).isBlank(), format.id());
    }

    @Test
    void everyWordOfAVerdictIsExplained() {
        String regression = DocumentationPages.read("docs/first-regression.md");
        assertRows(regression, Verdict.values());
        assertRows(regression, Reason.values());
        assertRows(regression, Finding.Kind.values());
        assertRows(DocumentationPages.read("docs/choose-a-threshold.md"), Policy.values());
        assertRows(DocumentationPages.read("docs/triage-an-alert.md"), Alert.State.values());
        String glossary = DocumentationPages.read("docs/glossary.md");
        assertNamed(DocumentationPages.section(glossary, "Role"), Role.values());
        assertNamed(DocumentationPages.section(glossary, "Severity"), Severity.values());
        assertNamed(DocumentationPages.section(glossary, "Verdict"), Verdict.values());
    }

    @Test
    void everyExitCodeIsInTheReference() {
        String section = DocumentationPages.section(DocumentationPages.read("docs/cli.md"), "Exit codes");
        for (ExitCode code : ExitCode.values())
            assertTrue(section.contains("\n| " + code.number() + " | "), code.toString());
    }

    @Test
    void everyEnvironmentVariableThatIsReadIsExplained() throws IOException {
        Set<String> read = new TreeSet<>(CiContext.variables());
        read.addAll(JobForge.variables());
        read.addAll(List.of("JAVA_HOME", "GITHUB_STEP_SUMMARY"));
        List<Path> sources = new ArrayList<>(List.of(DocumentationPages.ROOT.resolve("pawl")));
        for (String folder : new String[] {"cli/src/main", "server/src/main", "core/src/main", "gpu-bench/src/main"}) {
            try (Stream<Path> files = Files.walk(DocumentationPages.ROOT.resolve(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(java|xml)")).forEach(sources::add);
            }
        }
        for (Path source : sources)
            Pattern.compile("\\bPAWL_[A-Z_]+\\b")
                    .matcher(DocumentationPages.read(source))
                    .results()
                    .map(MatchResult::group)
                    .forEach(read::add);
        String page = DocumentationPages.read("docs/configuration.md");
        read.removeIf(variable -> page.contains("`" + variable + "`"));

        assertEquals(Set.of(), read);
    }

    @Test
    void everyDependencyHasItsReason() throws IOException {
        String page = DocumentationPages.read("docs/dependencies.md");
        Set<String> used = new TreeSet<>();
        for (String module : new String[] {"", "core/", "server/", "cli/", "web/", "gpu-bench/", "jmh-suite/"})
            Pattern.compile("<artifactId>([^<]+)</artifactId>")
                    .matcher(DocumentationPages.read(module + "pom.xml")
                            .replaceAll("(?s)<exclusions>.*?</exclusions>", ""))
                    .results()
                    .map(artifact -> artifact.group(1))
                    .filter(artifact -> !artifact.matches("pawl(-.*)?"))
                    .forEach(used::add);
        JsonNode npm = new ObjectMapper().readTree(DocumentationPages.read("web/package.json"));
        npm.at("/dependencies").fieldNames().forEachRemaining(used::add);
        npm.at("/devDependencies").fieldNames().forEachRemaining(used::add);
        Set<String> named = Pattern.compile("(?m)^\\| (`[^|]*)\\|")
                .matcher(page)
                .results()
                .flatMap(row ->
                        Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(used, named);
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : DocumentationPages.pages()) {
            String text = DocumentationPages.read(page);
            LINK.matcher(DocumentationPages.prose(text))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.matches("[a-z]+:.*"))
                    .filter(target -> !leadsSomewhere(page, text, target))
                    .forEach(target -> dead.add(DocumentationPages.ROOT.relativize(page) + " -> " + target));
        }

        assertEquals(List.of(), dead);
    }

    @Test
    void noPageNamesAFolderOfOneMachine() {
        List<String> found = new ArrayList<>();
        List<Path> files = new ArrayList<>(DocumentationPages.pages());
        files.addAll(DocumentationPages.workflows());
        for (Path file : files)
            DocumentationPages.read(file)
                    .lines()
                    .filter(line -> MACHINE_PATH.matcher(line).find())
                    .forEach(line -> found.add(file.getFileName() + ": " + line));

        assertEquals(List.of(), found);
    }

    @Test
    void theReadmeIsShortAndShowsWhatTheDemoPrints() {
        String readme = DocumentationPages.read("README.md");
        assertTrue(readme.lines().count() <= 150);

        String demo = CommandRun.of("demo", "--once").out();

        List<String> printed = demo.lines().toList();
        String shown = DocumentationPages.section(readme, "Try it");
        List<String> untrue = shown.substring(shown.indexOf("```\n") + 4, shown.lastIndexOf("\n```"))
                .lines()
                .filter(line -> !line.equals("…") && !line.startsWith("dashboard "))
                .filter(line -> !printed.contains(line))
                .toList();
        assertEquals(List.of(), untrue, "README.md shows lines that 'pawl demo' does not print; it prints\n" + demo);
    }

    @Test
    void theImportTableIsTheOneThatTheTestsHold() {
        Map<String, Set<String>> held = new TreeMap<>();
        addRules(held, "core/src/test/java/dev/pawl/PackageRulesTest.java", "");
        addRules(held, "server/src/test/java/dev/pawl/server/PackageRulesTest.java", "server.");
        Map<String, Set<String>> written = new TreeMap<>();
        Pattern.compile("(?m)^\\| ([a-z., ]+) \\| (.+) \\|$")
                .matcher(DocumentationPages.section(
                        DocumentationPages.read("docs/architecture.md"), "Which package may import which"))
                .results()
                .forEach(row -> Stream.of(row.group(1).split(", "))
                        .filter(held::containsKey)
                        .forEach(stage -> written.put(stage, words(row.group(2)))));
        held.keySet().retainAll(written.keySet());

        assertEquals(held, written);
        assertTrue(written.size() >= 10, written.keySet().toString());
    }

    private static void assertRows(String page, Enum<?>[] constants) {
        for (Enum<?> constant : constants)
            assertTrue(page.contains("\n| `" + word(constant) + "` | "), word(constant) + " has no row");
    }

    private static void assertNamed(String section, Enum<?>[] constants) {
        for (Enum<?> constant : constants)
            assertTrue(section.contains("`" + word(constant) + "`"), word(constant) + " is not explained");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<CommandLine> allBelow(CommandLine root) {
        List<CommandLine> commands = new ArrayList<>();
        for (CommandLine command : root.getSubcommands().values()) {
            commands.add(command);
            commands.addAll(allBelow(command));
        }
        return commands;
    }

    private static boolean leadsSomewhere(Path page, String text, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path path = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!Files.exists(path)) return false;
        if (hash < 0) return true;
        return DocumentationPages.anchors(path.equals(page) ? text : DocumentationPages.read(path))
                .contains(target.substring(hash + 1));
    }

    /** {@code only("parser", "dev.pawl.model", …)}: the names of our own packages among the arguments. */
    private static void addRules(Map<String, Set<String>> held, String file, String prefix) {
        Pattern.compile("only\\(\\s*\"([a-z]+)\"([^)]*)\\)")
                .matcher(DocumentationPages.read(file))
                .results()
                .forEach(rule -> held.put(
                        prefix + rule.group(1),
                        Pattern.compile("\"(?:dev\\.pawl\\.)?(?:server\\.)?([a-z]+)\"")
                                .matcher(rule.group(2))
                                .results()
                                .map(name -> name.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
    }

    /** The stages in a cell of the table, which also names libraries and says what some are for. */
    private static Set<String> words(String cell) {
        return Stream.of(cell.replaceAll("\\([^)]*\\)", "").split("[,;] |\\band\\b|\\bfor\\b"))
                .map(String::strip)
                .filter(word -> word.matches("[a-z]+"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

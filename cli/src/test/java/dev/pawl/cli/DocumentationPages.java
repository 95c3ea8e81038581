package dev.pawl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Markdown pages and workflows of the repository, and what tests look for in them. */
final class DocumentationPages {

    /** Surefire runs in the module's folder. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```.*?^\\1```$");
    private static final Pattern COMMAND = Pattern.compile(
            "(?:^|\\||&&|run:|\\$|- )\\s*(?:sudo -u pawl )?(?:(?:\\./)?pawl|java -jar \\S*pawl\\.jar) (\\S.*)");

    private DocumentationPages() {}

    static String read(String file) {
        return read(ROOT.resolve(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page that people read, not those below folders of tools and test data. */
    static List<Path> pages() {
        List<Path> pages = new ArrayList<>();
        for (String folder : new String[] {".", "docs", "docs/decisions", "examples", "examples/workflows", "web"}) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    /** Workflows, ours and those for others. */
    static List<Path> workflows() {
        List<Path> workflows = new ArrayList<>();
        for (String folder : new String[] {".github/workflows", "examples/workflows"}) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".yml")).sorted().forEach(workflows::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return workflows;
    }

    /** A page without its examples of output and code. */
    static String prose(String page) {
        return FENCED.matcher(page).replaceAll("");
    }

    /** The anchors that GitHub gives to a page's headings. */
    static List<String> anchors(String page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toList());
    }

    /** The text from a heading up to the next one of its level or above; empty if there is no such heading. */
    static String section(String page, String heading) {
        Matcher start =
                Pattern.compile("(?m)^(#+) " + Pattern.quote(heading) + "$").matcher(page);
        if (!start.find()) return "";
        Matcher next =
                Pattern.compile("(?m)^#{1," + start.group(1).length() + "} ").matcher(page);
        return page.substring(start.end(), next.find(start.end()) ? next.start() : page.length());
    }

    /** The arguments of every command line of Pawl in a text, with variables and expressions filled in. */
    static List<List<String>> commandLines(String text) {
        List<List<String>> found = new ArrayList<>();
        for (String line : text.replaceAll("\\\\\\n\\s*", " ").split("\\R")) {
            Matcher command = COMMAND.matcher(line);
            if (command.find()) found.add(arguments(command.group(1)));
        }
        return found;
    }

    /** As a shell would split them. */
    private static List<String> arguments(String command) {
        String filled = command.replaceAll("\\$\\{\\{[^}]*}}", "1")
                .replaceAll("\\$\\([^)]*\\)", "1")
                .replaceAll("\\$\\{?[A-Za-z_]+}?", "1");
        List<String> arguments = new ArrayList<>();
        Matcher word = Pattern.compile("((?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+)").matcher(filled);
        while (word.find()) {
            String one = word.group(1);
            if (one.startsWith("#") || one.equals("|") || one.equals("&&") || one.startsWith(">")) break;
            arguments.add(one.replaceAll("['\"]", ""));
        }
        return arguments;
    }
}

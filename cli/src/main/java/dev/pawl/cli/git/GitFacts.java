package dev.pawl.cli.git;

import dev.pawl.model.Commit;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The repository around a folder: where it stands, and what it knows of its history. Works in shallow clones, where a commit
 * object still names its parents although they are not there.
 */
public final class GitFacts {

    /** Separates fields in git's output; no name or subject holds it. */
    private static final String UNIT = "\u001f";

    private static final String RECORD = "\u001e";
    private static final Pattern CREDENTIALS = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@]*@");

    private final GitProgram git;
    private final String head;

    private GitFacts(GitProgram git, String head) {
        this.git = git;
        this.head = head;
    }

    /**
     * @param foreignOwner whether a repository that belongs to another user is read too, as CI containers need it
     * @return nothing if there is no git, no repository, or no commit in it
     */
    public static Optional<GitFacts> of(Path folder, boolean foreignOwner) {
        GitProgram git = new GitProgram(folder, foreignOwner);
        return git.ask("rev-parse", "--verify", "HEAD^{commit}")
                .filter(Commit::isSha)
                .map(head -> new GitFacts(git, head));
    }

    /** The commit that is checked out. */
    public String head() {
        return head;
    }

    /** The whole id of a commit that is named by the beginning of its id, a branch or a tag. */
    public Optional<String> resolve(String name) {
        if (name.startsWith("-")) return Optional.empty();
        return git.ask("rev-parse", "--verify", "-q", name + "^{commit}").filter(Commit::isSha);
    }

    /** The parents that a commit names, whether or not they are here; none if the commit itself is not here. */
    public List<String> parentsOf(String sha) {
        List<String> parents = new ArrayList<>();
        for (String line : git.ask("cat-file", "-p", sha).orElse("").split("\n")) {
            // Headers end at the first empty line; a message could hold anything.
            if (line.isEmpty()) break;
            if (line.startsWith("parent ")) parents.add(line.substring("parent ".length()));
        }
        return parents;
    }

    /** The branch that is checked out; {@code null} if none is (CI usually checks out a bare commit). */
    public @Nullable String branch() {
        return git.ask("symbolic-ref", "--short", "-q", "HEAD")
                .filter(name -> !name.isBlank())
                .orElse(null);
    }

    /** Address of the remote {@code origin}, without user and password; {@code null} if there is none. */
    public @Nullable String remote() {
        return git.ask("config", "--get", "remote.origin.url")
                .map(url -> CREDENTIALS.matcher(url.strip()).replaceFirst("$1"))
                .filter(url -> !url.isEmpty())
                .orElse(null);
    }

    /** Name of the folder that holds the working tree. */
    public @Nullable String folderName() {
        return git.ask("rev-parse", "--show-toplevel")
                .map(top -> top.substring(top.lastIndexOf('/') + 1))
                .orElse(null);
    }

    /** Whether tracked files differ from the commit, so that what was measured is not quite what it names. */
    public boolean isDirty() {
        return git.ask("status", "--porcelain", "--untracked-files=no", "--ignore-submodules")
                .filter(changes -> !changes.isEmpty())
                .isPresent();
    }

    /** The newest commit that both contain, as far as the clone's depth lets it be seen. */
    public Optional<String> mergeBase(String one, String other) {
        return git.ask("merge-base", one, other).filter(Commit::isSha);
    }

    /**
     * A commit and its first parents, newest first; nothing if the commit is not here. Authors are names, never addresses.
     *
     * @param most how many at most
     */
    public List<Commit> history(String sha, int most) {
        String format = String.join("%x1f", "%H", "%P", "%cI", "%an", "%s") + "%x1e";
        String log = git.ask(
                        "-c",
                        "log.showSignature=false",
                        "log",
                        "--first-parent",
                        "--encoding=UTF-8",
                        "--no-color",
                        "--max-count=" + most,
                        "--format=" + format,
                        sha,
                        "--")
                .orElse("");
        List<Commit> commits = new ArrayList<>();
        for (String line : log.split(RECORD)) {
            String[] fields = line.replaceFirst("^\n", "").split(UNIT, -1);
            if (fields.length == 5 && Commit.isSha(fields[0])) commits.add(commit(fields));
        }
        return commits;
    }

    private Commit commit(String[] fields) {
        // At the edge of a shallow clone git shows a commit without parents; the commit itself still names them.
        String parent = fields[1].isEmpty()
                ? parentsOf(fields[0]).stream().findFirst().orElse(null)
                : fields[1].split(" ")[0];
        return new Commit(fields[0], parent, time(fields[2]), textOrNull(fields[3]), textOrNull(fields[4]));
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException odd) {
            return null;
        }
    }

    private static @Nullable String textOrNull(String text) {
        return text.isBlank() ? null : text;
    }
}

package dev.pawl.cli.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real repository, made by the real git, that knows nothing of the machine's configuration. */
public final class TestRepository {

    public static final String AUTHOR = "Ada Lovelace";

    private final Path folder;
    private int commits;

    private TestRepository(Path folder) {
        this.folder = folder;
    }

    public static TestRepository in(Path folder) throws IOException {
        TestRepository repository = new TestRepository(Files.createDirectories(folder));
        repository.git("init", "-q", "-b", "main");
        return repository;
    }

    /**
     * What actions/checkout makes of a pull request: a work tree at the synthetic merge, fetched to a depth, detached.
     *
     * @param reference for example {@code refs/pull/7/merge}
     */
    public static TestRepository checkout(Path folder, TestRepository origin, String reference, int depth)
            throws IOException {
        TestRepository clone = in(folder);
        clone.git("remote", "add", "origin", "file://" + origin.folder);
        clone.git(
                "fetch", "-q", "--no-tags", "--depth=" + depth, "origin", "+" + reference + ":refs/remotes/pull/merge");
        clone.git("checkout", "-q", "--detach", "refs/remotes/pull/merge");
        return clone;
    }

    public Path folder() {
        return folder;
    }

    /** Commits a change of its own, one minute after the one before. */
    public String commit(String subject) throws IOException {
        Files.writeString(folder.resolve("file-" + commits + ".txt"), subject);
        git("add", "-A");
        git("commit", "-q", "-m", subject);
        return head();
    }

    /** Merges a branch into what is checked out, always with a commit of its own. */
    public String merge(String branch) throws IOException {
        git("merge", "-q", "--no-ff", "-m", "Merge " + branch, branch);
        return head();
    }

    public String head() throws IOException {
        return git("rev-parse", "HEAD");
    }

    public String git(String... arguments) throws IOException {
        commits++;
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        String time = "2026-03-01T10:%02d:00+01:00".formatted(commits % 60);
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_CONFIG_SYSTEM", "/dev/null",
                        "GIT_AUTHOR_NAME", AUTHOR,
                        "GIT_AUTHOR_EMAIL", "ada@example.com",
                        "GIT_COMMITTER_NAME", "Committer",
                        "GIT_COMMITTER_EMAIL", "committer@example.com",
                        "GIT_AUTHOR_DATE", time,
                        "GIT_COMMITTER_DATE", time));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) throw new AssertionError("git " + String.join(" ", arguments) + ": " + output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return output;
    }
}

package dev.pawl.server.notify.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.notify.forge.FakeGitHub.Fault;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GitHubTest {

    private final VirtualClock clock = new VirtualClock();
    private FakeGitHub server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeGitHub();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSecondaryLimitIsWaitedForAsLongAsItSays() {
        server.with(Fault.of("POST", 403, "Retry-After", "17").saying("You have exceeded a secondary rate limit"));

        thread().create("x");

        assertEquals(List.of(Duration.ofSeconds(17)), clock.pauses());
        assertEquals(List.of("x"), server.bodies(7));
    }

    @Test
    void aSecondaryLimitThatDoesNotSayIsAMinute() {
        server.with(Fault.of("POST", 403).saying("You have exceeded a secondary rate limit."))
                .with(Fault.of("POST", 429));

        thread(Duration.ofMinutes(10)).create("x");

        assertEquals(List.of(Duration.ofSeconds(60), Duration.ofSeconds(120)), clock.pauses());
    }

    @Test
    void aPrimaryLimitIsWaitedForUntilItsReset() {
        long reset = clock.instant().getEpochSecond() + 40;
        server.with(Fault.of("GET", 403, "x-ratelimit-remaining", "0", "x-ratelimit-reset", Long.toString(reset)));

        thread().head();

        assertEquals(List.of(Duration.ofSeconds(41)), clock.pauses());
    }

    @Test
    void aPauseThatOutlastsPatienceIsHandedOn() {
        server.with(Fault.of("GET", 429, "Retry-After", "3600"));

        ForgeException failed = assertThrows(ForgeException.class, () -> thread().head());

        assertEquals(Kind.UNAVAILABLE, failed.kind());
        assertEquals(Duration.ofHours(1), failed.pause());
        assertEquals(List.of(), clock.pauses());
    }

    @Test
    void aDateIsAPauseToo() {
        server.with(Fault.of("GET", 429, "Retry-After", "Fri, 02 Jan 2026 03:04:35 GMT"));

        thread().head();

        assertEquals(List.of(Duration.ofSeconds(30)), clock.pauses());
    }

    @Test
    void aPassingFailureOfARequestThatMayBeRepeatedIsTriedAgain() {
        server.with(Fault.of("GET", 502)).with(Fault.broken("GET", false)).with(Fault.of("GET", 503));

        assertEquals(Optional.of(server.head), thread().head());
        assertEquals(4, server.count("GET"));
    }

    @Test
    void aRequestThatMayHaveCreatedSomethingIsNeverRepeated() {
        server.with(Fault.of("POST", 502).done());

        ForgeException failed = assertThrows(ForgeException.class, () -> thread().create("x"));

        assertEquals(Kind.UNKNOWN_OUTCOME, failed.kind());
        assertEquals(List.of("x"), server.bodies(7));
    }

    @Test
    void whatATokenMayNotDoIsSaidAndNotTriedAgain() {
        ForgeException failed = assertThrows(
                ForgeException.class,
                () -> gitHub(FakeGitHub.READ_ONLY_TOKEN).pullRequest(7).create("x"));

        assertEquals(Kind.NOT_ALLOWED, failed.kind());
        assertTrue(failed.getMessage().contains("Resource not accessible by integration"), failed.getMessage());
        assertEquals(List.of(), clock.pauses());
    }

    @Test
    void noMessageHoldsTheToken() {
        ForgeException failed = assertThrows(
                ForgeException.class,
                () -> gitHub("ghp_unknownunknown").pullRequest(7).head());

        assertEquals(Kind.NOT_ALLOWED, failed.kind());
        assertFalse(failed.getMessage().contains("unknownunknown"), failed.getMessage());
        assertEquals("***", ForgeToken.of("ghp_unknownunknown", "test").toString());
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        ForgeException failed = assertThrows(ForgeException.class, () -> thread().create("x".repeat(65_537)));

        assertEquals(Kind.REFUSED, failed.kind());
        assertTrue(failed.getMessage().contains("too long"), failed.getMessage());
    }

    @Test
    void aRenamedRepositoryIsFollowedButNotToAnotherHost() throws IOException {
        server.with(Fault.of("GET", 301, "Location", "/repos/team/engine/pulls/7"));
        assertEquals(Optional.of(server.head), thread().head());

        try (FakeGitHub other = new FakeGitHub()) {
            server.with(Fault.of("GET", 302, "Location", other.base() + "/repos/team/engine/pulls/7"));
            assertThrows(ForgeException.class, () -> thread().head());
            assertEquals(List.of(), other.requests());
        }
    }

    @Test
    void whoTheTokenIsMayBeSaidWhereGitHubDoesNot() {
        server.withoutGraphql();
        long ours = server.add(7, "github-actions[bot]", "<!-- us");
        long hers = server.add(7, "alice", "<!-- us");

        assertThrows(ForgeException.class, () -> thread().own("<!-- us"));
        assertEquals(
                List.of(hers),
                gitHub(FakeGitHub.PERSON_TOKEN).pullRequest(7).own("<!-- us").stream()
                        .map(CommentThread.Comment::id)
                        .toList());
        List<CommentThread.Comment> own = new GitHub(
                        server.base(),
                        "team/engine",
                        ForgeToken.of(FakeGitHub.BOT_TOKEN, "test"),
                        "github-actions[bot]",
                        clock.patience(Duration.ofSeconds(10)))
                .pullRequest(7)
                .own("<!-- us");

        assertEquals(List.of(ours), own.stream().map(CommentThread.Comment::id).toList());
    }

    @Test
    void aForksPullRequestIsFoundByItsBranchAndCommit() {
        assertEquals(
                Optional.of(new GitHub.OpenPullRequest(7, "main")),
                gitHub(FakeGitHub.BOT_TOKEN).openPullRequest("stranger", "feature", server.head));
        assertEquals(
                Optional.empty(), gitHub(FakeGitHub.BOT_TOKEN).openPullRequest("stranger", "feature", "b".repeat(40)));
        assertEquals(Optional.empty(), gitHub(FakeGitHub.BOT_TOKEN).openPullRequest("team", "feature", server.head));
    }

    @Test
    void theMergeBaseIsAskedFor() {
        GitHub gitHub = gitHub(FakeGitHub.BOT_TOKEN);

        assertEquals(Optional.of("c".repeat(40)), gitHub.mergeBase("release/1.x", server.head));
        assertTrue(
                server.requests().get(0).contains("release%2F1.x..."),
                server.requests().get(0));
        assertThrows(IllegalArgumentException.class, () -> gitHub.mergeBase("main", "HEAD"));
    }

    @Test
    void aStatusIsSetOnTheCommit() {
        gitHub(FakeGitHub.BOT_TOKEN)
                .setStatus(
                        server.head, GitHub.State.FAILURE, "pawl/engine", "x".repeat(200), "https://pawl.example.com");

        assertEquals(
                List.of(server.head + " {\"state\":\"failure\",\"context\":\"pawl/engine\",\"description\":\""
                        + "x".repeat(139) + "…\",\"target_url\":\"https://pawl.example.com\"}"),
                server.statuses());
    }

    @Test
    void addressesAndNamesAreChecked() {
        ForgeToken token = ForgeToken.of(FakeGitHub.BOT_TOKEN, "test");
        ForgePatience patience = clock.patience(Duration.ofSeconds(1));
        for (String repository : List.of("engine", "team/engine/../x", "team/en gine", ""))
            assertThrows(
                    IllegalArgumentException.class, () -> new GitHub(server.base(), repository, token, null, patience));
        for (String address : List.of("ftp://example.com", "https://user:secret@example.com", "example.com"))
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new GitHub(URI.create(address), "team/engine", token, null, patience));
    }

    private GitHub gitHub(String token) {
        return new GitHub(
                server.base(),
                "team/engine",
                ForgeToken.of(token, "test"),
                null,
                clock.patience(Duration.ofSeconds(120)));
    }

    private CommentThread thread() {
        return thread(Duration.ofSeconds(120));
    }

    private CommentThread thread(Duration total) {
        return new GitHub(
                        server.base(),
                        "team/engine",
                        ForgeToken.of(FakeGitHub.BOT_TOKEN, "test"),
                        null,
                        clock.patience(total))
                .pullRequest(7);
    }
}

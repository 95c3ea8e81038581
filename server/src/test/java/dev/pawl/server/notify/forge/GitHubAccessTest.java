package dev.pawl.server.notify.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.notify.forge.FakeGitHub.Fault;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server as a GitHub App, against a GitHub that checks signatures and ends tokens. */
final class GitHubAccessTest {

    private static final String BODY = "<!-- pawl:comment project=engine x";

    private final VirtualClock clock = new VirtualClock();
    private FakeGitHub server;
    private GitHubAccess access;

    @BeforeEach
    void start() throws IOException {
        server = new FakeGitHub();
        server.app().clock = clock;
        access = new GitHubAccess(FakeApp.settings(server.base()), clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAppSpeaksWithATokenForTheOneRepository() {
        thread().create(BODY);

        assertEquals(1, thread().own(BODY).size(), "it knows its own");
        assertEquals(1, server.app().issued(), "one token for all");
        assertEquals(1, server.requests().stream().filter("GET /app"::equals).count());
    }

    @Test
    void aTokenIsReplacedBeforeItEnds() {
        thread().head();
        clock.sleepFor(Duration.ofMinutes(54));
        thread().head();
        assertEquals(1, server.app().issued());

        clock.sleepFor(Duration.ofMinutes(2));
        thread().head();
        assertEquals(2, server.app().issued());
    }

    @Test
    void aTokenThatIsRefusedIsReplacedAndTheRequestMadeAgain() {
        CommentThread thread = thread();
        thread.head();
        server.app().revokeAll();

        thread.create(BODY);

        assertEquals(2, server.app().issued());
        assertEquals(List.of(BODY), server.bodies(7));
    }

    @Test
    void aNewTokenThatIsRefusedTooIsNotReplacedForEver() {
        thread().head();
        server.with(Fault.of("GET", 401)).with(Fault.of("POST", 500));
        clock.sleepFor(Duration.ofHours(2));
        server.app().revokeAll();

        ForgeException failed = assertThrows(ForgeException.class, () -> thread().head());

        assertEquals(Kind.NOT_ALLOWED, failed.kind(), failed.getMessage());
        assertTrue(failed.getMessage().startsWith("GitHub does not believe the App's signature"), failed.getMessage());
    }

    @Test
    void theKeyOfAnotherAppIsSaidToBeWrong() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        GitHubSettings.App app =
                new GitHubSettings.App(FakeApp.ID, generator.generateKeyPair().getPrivate());
        GitHubAccess stranger = new GitHubAccess(new GitHubSettings(server.base(), null, app), clock);

        ForgeException failed = assertThrows(
                ForgeException.class,
                () -> stranger.repository("team/engine", patience())
                        .pullRequest(7)
                        .head());

        assertEquals(Kind.NOT_ALLOWED, failed.kind());
        assertTrue(failed.getMessage().contains("PAWL_GITHUB_APP_ID, its key file and this machine's clock"));
        assertFalse(failed.getMessage().contains("eyJ"), "no part of a signature: " + failed.getMessage());
    }

    @Test
    void aClockThatIsTenMinutesFastIsSaidToBeWrong() {
        server.app().clock = Clock.offset(clock, Duration.ofMinutes(-10));

        ForgeException failed = assertThrows(ForgeException.class, () -> thread().head());

        assertTrue(failed.getMessage().contains("this machine's clock"), failed.getMessage());
    }

    @Test
    void aRepositoryWithoutTheAppIsNamed() {
        ForgeException failed = assertThrows(
                ForgeException.class,
                () -> access.repository("team/other", patience()).pullRequest(7).head());

        assertEquals(Kind.NOT_ALLOWED, failed.kind());
        assertEquals(
                "the GitHub App is not installed on team/other, or there is no such repository", failed.getMessage());
    }

    @Test
    void aTokenOfWhichTheAnswerWasLostIsAskedForLater() {
        server.with(Fault.broken("POST", true));

        ForgeException failed = assertThrows(ForgeException.class, () -> thread().create(BODY));

        assertEquals(Kind.UNAVAILABLE, failed.kind(), "nothing can have been written");
        assertEquals(List.of(), server.bodies(7));
    }

    @Test
    void aRepositoryIsKnownByItsAddressOnThisGitHubOnly() {
        GitHubAccess open = new GitHubAccess(FakeApp.settings(GitHub.PUBLIC), clock);
        GitHubAccess enterprise = new GitHubAccess(FakeApp.settings(URI.create("https://git.example/api/v3")), clock);

        assertEquals(Optional.of("team/engine"), open.repositoryAt("https://github.com/team/engine.git"));
        assertEquals(Optional.of("team/engine"), enterprise.repositoryAt("https://git.example/team/engine/"));
        for (String address : List.of(
                "https://gitlab.com/team/engine",
                "https://git.example/team/engine",
                "https://github.com/team",
                "https://github.com/team/engine/tree/main",
                "https://github.com.evil.example/team/engine",
                "team/engine",
                ":")) assertEquals(Optional.empty(), open.repositoryAt(address), address);
    }

    private CommentThread thread() {
        return access.repository("team/engine", patience()).pullRequest(7);
    }

    private ForgePatience patience() {
        return clock.patience(Duration.ofSeconds(30));
    }
}

package dev.pawl.server;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.http.Forge;
import dev.pawl.server.notify.forge.GitHubAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A GitHub that takes connections and never answers. */
class GitHubForgeTest {

    private ServerSocket silent;
    private Forge forge;

    @BeforeEach
    void start() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GitHubSettings settings =
                new GitHubSettings(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "ghs_silentsilent");
        forge = new GitHubForge(new GitHubAccess(settings, Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
    }

    @Test
    void fails_beforeGitHubGivesUpOnItsWebhook() {
        assertTimeout(
                Duration.ofSeconds(8),
                () -> assertThrows(Forge.UnavailableException.class, () -> forge.mayWrite("team/engine", "developer")));
    }

    @Test
    void whatIsOnlyShownIsNotWaitedFor() {
        assertTimeout(Duration.ofSeconds(1), () -> {
            forge.accepted("team/engine", "demo", "a".repeat(40), Set.of("linux", "arm", "gpu"), "developer");
            forge.answer("team/engine", 41, true);
        });
    }
}

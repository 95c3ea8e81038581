package dev.pawl.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubSettingsTest {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Where the key of PKCS#1 begins in one of PKCS#8, for keys whose lengths take two bytes each. */
    private static final int WRAPPING = 26;

    private static final KeyPair KEYS = keys("RSA", 2048);

    @TempDir
    Path folder;

    @Test
    void nothingIsSpokenWithoutATokenOrAnApp() {
        assertNull(GitHubSettings.of(Map.of()));
        assertNull(GitHubSettings.of(Map.of("PAWL_GITHUB_TOKEN", " ", "PAWL_GITHUB_URL", "https://git.example")));
    }

    @Test
    void aKeyOfEitherFormIsTheSameKey() throws IOException {
        byte[] pkcs8 = KEYS.getPrivate().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, WRAPPING, pkcs8.length);

        GitHubSettings.App one = app(pem("PRIVATE KEY", pkcs8)).app();
        // As on Windows, and with words around it.
        GitHubSettings.App other = app("Bag Attributes\r\n"
                        + pem("RSA PRIVATE KEY", pkcs1).replace("\n", "\r\n") + "\r\n")
                .app();

        assertEquals(KEYS.getPrivate(), one.key());
        assertEquals(KEYS.getPrivate(), other.key());
        assertEquals("Iv23abc", other.id());
    }

    @Test
    void noSecretIsPrinted() throws IOException {
        String key = pem("PRIVATE KEY", KEYS.getPrivate().getEncoded());
        GitHubSettings app = app(key);
        GitHubSettings token = GitHubSettings.of(Map.of("PAWL_GITHUB_TOKEN", "github_pat_secret"));

        assertEquals("GitHub at https://api.github.com as App Iv23abc", app.toString());
        assertEquals("GitHub at https://api.github.com", String.valueOf(token));
        assertFalse(String.valueOf(app.app()).contains("RSA"), String.valueOf(app.app()));
    }

    @Test
    void fails_forWhatIsNoKey() throws IOException {
        String whole = pem("PRIVATE KEY", KEYS.getPrivate().getEncoded());
        String body = whole.split("\n")[1];

        assertTrue(refusal("hello").contains("is no PEM file; it should begin with -----BEGIN RSA"));
        assertTrue(refusal("").contains("is no PEM file"));
        assertTrue(refusal(whole.substring(0, 400)).contains("is no PEM file"));
        assertTrue(refusal(whole.replace(body, body.substring(8))).contains("or a damaged one"));
        assertTrue(
                refusal(pem("RSA PRIVATE KEY", KEYS.getPrivate().getEncoded())).contains("or a damaged one"));
        assertTrue(refusal(pem("PUBLIC KEY", KEYS.getPublic().getEncoded())).contains("holds a public key, not"));
        assertTrue(refusal(pem("ENCRYPTED PRIVATE KEY", new byte[99])).contains("is encrypted"));
        assertTrue(refusal(
                        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----")
                .contains("is encrypted"));
        assertTrue(refusal(pem("PRIVATE KEY", keys("RSA", 1024).getPrivate().getEncoded()))
                .contains("has 1024 bits; at least 2048 are needed"));
        assertTrue(refusal(pem("PRIVATE KEY", keys("EC", 256).getPrivate().getEncoded()))
                .contains("no private RSA key"));
        assertFalse(refusal(whole.replace(body, body.substring(8))).contains(body.substring(8)));
    }

    @Test
    void fails_forWhatIsHalfSet() {
        assertEquals(
                "PAWL_GITHUB_APP_KEY_FILE is not set; name the .pem file that GitHub made for the App",
                refusal(Map.of("PAWL_GITHUB_APP_ID", "1")));
        assertEquals(
                "PAWL_GITHUB_APP_ID is not set; the App's settings on GitHub show it",
                refusal(Map.of("PAWL_GITHUB_APP_KEY_FILE", "key.pem")));
        assertTrue(refusal(Map.of("PAWL_GITHUB_APP_ID", "1", "PAWL_GITHUB_TOKEN", "ghp_x"))
                .contains("by one of them"));
        assertEquals(
                "PAWL_GITHUB_APP_KEY_FILE: there is no file " + folder.resolve("absent.pem"),
                refusal(Map.of(
                        "PAWL_GITHUB_APP_ID",
                        "1",
                        "PAWL_GITHUB_APP_KEY_FILE",
                        folder.resolve("absent.pem").toString())));
        assertTrue(refusal(Map.of("PAWL_GITHUB_APP_ID", "1", "PAWL_GITHUB_APP_KEY_FILE", folder.toString()))
                .contains("cannot be read"));
        assertTrue(refusal(Map.of("PAWL_GITHUB_TOKEN", "ghp_x ghp_y")).contains("one word without spaces"));
        assertTrue(refusal(Map.of("PAWL_GITHUB_TOKEN", "ghp_x", "PAWL_GITHUB_URL", "git.example"))
                .contains("PAWL_GITHUB_URL"));
    }

    private GitHubSettings app(String pem) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("PAWL_GITHUB_APP_ID", " Iv23abc ");
        environment.put(
                "PAWL_GITHUB_APP_KEY_FILE",
                Files.writeString(folder.resolve("app.pem"), pem).toString());
        GitHubSettings settings = GitHubSettings.of(environment);
        if (settings == null) throw new AssertionError("an App is set");
        return settings;
    }

    private String refusal(String pem) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> app(pem)).getMessage());
    }

    private static String refusal(Map<String, String> environment) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> GitHubSettings.of(environment))
                .getMessage());
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + LINES.encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.pawl.server.http;

import dev.pawl.model.Comparison;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesKey;
import dev.pawl.model.Severity;
import dev.pawl.report.PictureAddress;
import dev.pawl.server.store.ComparisonRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.SeriesId;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreView;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that open one picture for whoever has them, because Slack and GitHub's image proxy fetch pictures without a token. An
 * address is signed with the project's secret; it cannot be guessed, and opens nothing else. Safe for several threads.
 */
public final class PictureLinks {

    static final String PATH = "/api/v1/pictures/";

    /** Of the query, where no log has it. */
    static final String KEY = "key";

    static final String LIGHT = "light.png";
    static final String DARK = "dark.png";

    /** A comment shows fewer. */
    private static final int MOST_OF_RUN = 50;

    /** 128 bits; an address in a comment should not be longer than it must be. */
    private static final int KEY_BYTES = 16;

    private final Store store;
    private final Clock clock;
    private final @Nullable URI publicUrl;

    /** @param publicUrl where others reach the server; {@code null} if they cannot */
    public PictureLinks(Store store, Clock clock, @Nullable URI publicUrl) {
        this.store = store;
        this.clock = clock;
        boolean isForOthers = publicUrl != null && !Access.LOOPBACK_NAMES.contains(publicUrl.getHost());
        this.publicUrl = isForOthers ? publicUrl : null;
    }

    /** Signs addresses of pictures of one project. */
    @FunctionalInterface
    interface Signer {
        String address(String path);
    }

    /** A series on the default branch; empty if the project hands out no pictures. */
    public Optional<URI> ofSeries(String slug, String series) {
        return store.read(view -> view.projects().find(slug))
                .flatMap(this::signer)
                .map(signer -> URI.create(signer.address(ofSeries(slug, series, LIGHT))));
    }

    /** A result of a run, and where anybody can fetch its trend. */
    public record RunPicture(SeriesId series, JudgedMeasurement result, PictureAddress address) {}

    /** What moved in a run; nothing if the project hands out no pictures, or nobody could fetch them. */
    public List<RunPicture> ofRun(ProjectRow project, String run) {
        return signer(project)
                .map(signer -> store.read(view -> ofRun(view, project, run, signer)))
                .orElse(List.of());
    }

    private static List<RunPicture> ofRun(StoreView view, ProjectRow project, String run, Signer signer) {
        List<JudgedMeasurement> moved = moved(view, run);
        Map<SeriesKey, SeriesId> ids = view.series()
                .ids(project.id(), moved.stream().map(JudgedMeasurement::series).toList());
        List<RunPicture> pictures = new ArrayList<>();
        for (JudgedMeasurement result : moved) {
            SeriesId id = ids.get(result.series());
            if (id == null) continue;
            String series = id.toString();
            PictureAddress address = new PictureAddress(
                    signer.address(ofRun(project.slug(), run, series, LIGHT)),
                    signer.address(ofRun(project.slug(), run, series, DARK)));
            pictures.add(new RunPicture(id, result, address));
        }
        return pictures;
    }

    /** The worst first, as the comparison has them. */
    private static List<JudgedMeasurement> moved(StoreView view, String run) {
        return view
                .comparisons()
                .latest(run)
                .map(ComparisonRow::comparison)
                .filter(comparison -> comparison.baseline().branch() != null)
                .map(Comparison::results)
                .orElse(List.of())
                .stream()
                .filter(result -> result.metric().role() == Role.HEADLINE)
                .filter(result -> switch (result.verdict()) {
                    case REGRESSED, IMPROVED -> true;
                    case UNDECIDED -> result.severity() == Severity.CRITICAL;
                    case UNCHANGED, NEW, MISSING -> false;
                })
                .limit(MOST_OF_RUN)
                .toList();
    }

    /** Empty if the project hands out no pictures, or nobody could fetch them. */
    Optional<Signer> signer(ProjectRow project) {
        if (publicUrl == null) return Optional.empty();
        Optional<String> known = store.read(view -> view.pictureSecrets().find(project.id()));
        Optional<String> secret = known.isPresent()
                ? known
                : store.write(session -> session.pictureSecrets().findOrMake(project.id(), clock.instant()));
        return secret.map(found -> path -> publicUrl + path + "?" + KEY + "=" + key(found, path));
    }

    /** Whether a key opens what a path leads to. Takes as long for an unknown project. */
    boolean isRight(@Nullable ProjectRow project, String path, @Nullable String key) {
        Optional<String> secret = project == null
                ? Optional.empty()
                : store.read(view -> view.pictureSecrets().find(project.id()));
        byte[] expected = key(secret.orElse("no secret"), path).getBytes(StandardCharsets.US_ASCII);
        byte[] given = (key == null ? "" : key).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given) && secret.isPresent();
    }

    static String ofSeries(String slug, String series, String file) {
        return PATH + slug + "/series/" + series + "/" + file;
    }

    static String ofRun(String slug, String run, String series, String file) {
        return PATH + slug + "/runs/" + run + "/series/" + series + "/" + file;
    }

    private static String key(String secret, String path) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(path.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(signature, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }
}

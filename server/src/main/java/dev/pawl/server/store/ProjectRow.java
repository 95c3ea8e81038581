package dev.pawl.server.store;

import dev.pawl.model.Thresholds;
import dev.pawl.wire.ThresholdsJson;
import org.jspecify.annotations.Nullable;

/**
 * A project as it is stored.
 *
 * @param settings JSON text
 * @param settingsVersion starts at 1 and grows with every change of the settings
 * @param revision grows with every accepted write; whoever judged on a snapshot sees by it whether something moved meanwhile
 */
public record ProjectRow(
        long id,
        String slug,
        @Nullable String repositoryUrl,
        String defaultBranch,
        String settings,
        int settingsVersion,
        long revision) {

    /** The thresholds that the settings ask for. */
    public Thresholds thresholds() {
        return ThresholdsJson.read(settings);
    }
}

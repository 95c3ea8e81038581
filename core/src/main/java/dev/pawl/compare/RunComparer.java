package dev.pawl.compare;

import dev.pawl.model.Baseline;
import dev.pawl.model.Comparison;
import dev.pawl.model.Contender;
import dev.pawl.model.Finding;
import dev.pawl.model.Thresholds;
import java.util.List;

/**
 * Judges a contender against a baseline. This is where a verdict is decided.
 *
 * <p>Pure: the same input gives the same comparison. Safe to share between threads.
 */
public final class RunComparer {

    /** Version of the rules; stored with every comparison, raised when the same input could be judged differently. */
    public static final int ENGINE_VERSION = 1;

    private final Thresholds thresholds;
    private final int settingsVersion;

    /**
     * @param settingsVersion version of the settings that the thresholds come from; 0 offline
     */
    public RunComparer(Thresholds thresholds, int settingsVersion) {
        this.thresholds = thresholds;
        this.settingsVersion = settingsVersion;
    }

    /**
     * @param findings what is already known about the comparison as a whole; kept, and added to
     */
    public Comparison compare(Baseline baseline, Contender contender, List<Finding> findings) {
        return new Comparison(
                ENGINE_VERSION,
                settingsVersion,
                thresholds.defaults(),
                baseline.choice(),
                contender.identity(),
                List.of(),
                findings);
    }
}

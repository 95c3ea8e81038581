package dev.pawl.cli;

import dev.pawl.model.Policy;
import dev.pawl.model.Threshold;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits of a comparison, for every command that judges offline. */
final class ThresholdOptions {

    @Option(
            names = "--warning",
            paramLabel = "LIMIT",
            converter = FractionConverter.class,
            description = "A change from here on is a regression (default: that of pawl.toml, else 5%%).")
    private @Nullable Double warning;

    @Option(
            names = "--critical",
            paramLabel = "LIMIT",
            converter = FractionConverter.class,
            description = "A change from here on is critical (default: that of pawl.toml, else 10%%).")
    private @Nullable Double critical;

    @Option(
            names = "--policy",
            description = {
                "plain: the bare change counts; significant: it must be beyond the noise; strict: its whole interval must be",
                "beyond the limit (default: that of pawl.toml, else significant)."
            })
    private @Nullable Policy policy;

    /**
     * The thresholds with what the user wrote over them, rules included.
     *
     * @throws UsageException if that makes no sense
     */
    Thresholds over(Thresholds settings) {
        Threshold general = settings.defaults();
        try {
            // Refuses a warning limit above the critical one, which an override would silently move.
            new Threshold(
                    warning == null ? general.warning() : warning,
                    critical == null ? general.critical() : critical,
                    general.policy());
            return settings.under(Thresholds.everywhere(ThresholdOverride.ofChange(warning, critical, policy)));
        } catch (IllegalArgumentException contradiction) {
            throw new UsageException(contradiction.getMessage());
        }
    }
}

package dev.pawl.cli;

import dev.pawl.model.Policy;
import dev.pawl.model.Threshold;
import picocli.CommandLine.Option;

/** The limits of a comparison, for every command that judges offline. */
final class ThresholdOptions {

    @Option(
            names = "--warning",
            paramLabel = "LIMIT",
            defaultValue = "5%",
            converter = FractionConverter.class,
            description = "A change from here on is a regression (default: ${DEFAULT-VALUE}).")
    private double warning = Threshold.DEFAULT.warning();

    @Option(
            names = "--critical",
            paramLabel = "LIMIT",
            defaultValue = "10%",
            converter = FractionConverter.class,
            description = "A change from here on is critical (default: ${DEFAULT-VALUE}).")
    private double critical = Threshold.DEFAULT.critical();

    @Option(
            names = "--policy",
            defaultValue = "significant",
            description = {
                "plain: the bare change counts; significant: it must be beyond the noise; strict: its whole interval must be",
                "beyond the limit (default: ${DEFAULT-VALUE})."
            })
    private Policy policy = Threshold.DEFAULT.policy();

    Threshold threshold() {
        try {
            return new Threshold(warning, critical, policy);
        } catch (IllegalArgumentException contradiction) {
            throw new UsageException(contradiction.getMessage());
        }
    }
}

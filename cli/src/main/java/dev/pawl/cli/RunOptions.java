package dev.pawl.cli;

import dev.pawl.baseline.BaselinePolicy;
import dev.pawl.cli.ci.Shard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a user can say of a run; what is not said is found out by {@link RunDescriber}. */
final class RunOptions {

    @Option(
            names = "--project",
            paramLabel = "P",
            description =
                    "Project on the server (default: PAWL_PROJECT, else that of pawl.toml, else the repository's name).")
    @Nullable
    String project;

    @Option(names = "--branch", paramLabel = "B", description = "Branch that was measured.")
    @Nullable
    String branch;

    @Option(
            names = "--commit",
            paramLabel = "SHA",
            description = "Commit that was measured; of a pull request its head.")
    @Nullable
    String commit;

    @Option(
            names = "--testbed",
            paramLabel = "T",
            description = "Stable name of the machine (default: the CI runner's, else local).")
    @Nullable
    String testbed;

    @Option(names = "--pr", paramLabel = "N", description = "Number of the pull request.")
    @Nullable
    Integer pullRequest;

    @Option(names = "--base-branch", paramLabel = "B", description = "Branch that the pull request wants to enter.")
    @Nullable
    String baseBranch;

    @Option(
            names = "--merge-base",
            paramLabel = "SHA",
            description = "Commit of the base branch that the measured code contains.")
    @Nullable
    String mergeBase;

    @Option(names = "--release", paramLabel = "NAME", description = "Release that was measured.")
    @Nullable
    String release;

    @Option(
            names = "--run",
            paramLabel = "KEY",
            description = "Uploads with the same key are one run (default: CI run and attempt).")
    @Nullable
    String run;

    @Option(
            names = "--shard",
            paramLabel = "i/n",
            converter = ShardConverter.class,
            description = "This upload is part i of n of the run.")
    @Nullable
    Shard shard;

    @Option(names = "--suite", paramLabel = "S", description = "Suite of the benchmarks that name none themselves.")
    @Nullable
    String suite;

    @Option(
            names = "--baseline",
            paramLabel = "SPEC",
            converter = BaselineConverter.class,
            description = {
                "merge-base (default of pull requests), previous (default of branches), branch:NAME, release:NAME or"
                        + " run:ID."
            })
    @Nullable
    BaselinePolicy baseline;

    static final class ShardConverter implements ITypeConverter<Shard> {
        @Override
        public Shard convert(String text) {
            try {
                return Shard.of(text);
            } catch (IllegalArgumentException odd) {
                throw new TypeConversionException(odd.getMessage());
            }
        }
    }

    static final class BaselineConverter implements ITypeConverter<BaselinePolicy> {
        @Override
        public BaselinePolicy convert(String text) {
            try {
                return BaselinePolicy.of(text);
            } catch (IllegalArgumentException odd) {
                throw new TypeConversionException(odd.getMessage());
            }
        }
    }
}

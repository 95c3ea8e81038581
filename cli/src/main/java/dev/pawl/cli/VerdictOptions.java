package dev.pawl.cli;

import dev.pawl.cli.comment.CommentMode;
import picocli.CommandLine.Option;

/** Who is told of the verdict on an upload, and how. */
final class VerdictOptions {

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "critical",
            description =
                    "warning, critical or never: from which regression on to exit with 1 (default: ${DEFAULT-VALUE}).")
    FailOn failOn;

    @Option(names = "--require-verdict", description = "Exit with 5 if nothing could be judged, or the server is away.")
    boolean requireVerdict;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, json or markdown (default: ${DEFAULT-VALUE}).")
    OutputFormat output;

    @Option(
            names = "--comment",
            arity = "0..1",
            paramLabel = "MODE",
            converter = CommentModeConverter.class,
            preprocessor = CommentModeConverter.class,
            description = {
                "on-change, always or never: when to comment on the pull request or merge request.",
                "Takes GITHUB_TOKEN or GITLAB_TOKEN. Without the option never, without MODE on-change."
            })
    CommentMode comment = CommentMode.NEVER;

    @Option(names = "--commit-status", description = "Set the commit's status on GitHub to the verdict.")
    boolean commitStatus;
}

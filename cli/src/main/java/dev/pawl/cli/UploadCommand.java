package dev.pawl.cli;

import dev.pawl.cli.ci.CiContext;
import dev.pawl.cli.client.Patience;
import dev.pawl.cli.client.PawlClient;
import dev.pawl.cli.client.PendingUpload;
import dev.pawl.cli.client.RefusedException;
import dev.pawl.cli.client.RunDescription;
import dev.pawl.cli.client.UnreachableException;
import dev.pawl.cli.client.UploadBody;
import dev.pawl.cli.comment.CommentMode;
import dev.pawl.cli.comment.PullRequestStep;
import dev.pawl.cli.comment.StoredSections;
import dev.pawl.cli.git.GitFacts;
import dev.pawl.cli.settings.Settings;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultFormat;
import dev.pawl.parser.ResultPaths;
import dev.pawl.parser.ResultSource;
import dev.pawl.report.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pawl upload}: results to the server, a verdict back.
 *
 * <p>A server that is away must not make CI red, and must not look green either: the results are kept for later, and the
 * verdict is unknown, aloud.
 */
@Command(
        name = "upload",
        description = {
            "Upload results and say whether the code got slower.",
            "What CI and git tell about the run is filled in by itself."
        },
        mixinStandardHelpOptions = true)
final class UploadCommand implements Callable<Integer> {

    /** What the server answers to other numbers for what it has. */
    private static final int CONFLICT = 409;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "Result files, globs, a Criterion directory, - for standard input, or an upload that was kept.")
    private List<String> files = List.of();

    @Mixin
    private ServerOptions server;

    @Mixin
    private RunOptions run;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = "Read the files as this format instead of finding it by content.")
    private @Nullable ResultFormat format;

    @Mixin
    private VerdictOptions verdict;

    @Option(names = "--dry-run", description = "Show what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--pending", description = "Send what earlier uploads kept because no server was there.")
    private boolean pending;

    private final Map<String, String> environment;
    private final Path folder;
    private final InputStream standardInput;
    private final Function<Duration, Patience> patience;

    UploadCommand() {
        this(System.getenv(), Path.of("").toAbsolutePath(), System.in, Patience::of);
    }

    /**
     * @param folder the working directory
     * @param patience makes it from the time that the user grants
     */
    UploadCommand(
            Map<String, String> environment,
            Path folder,
            InputStream standardInput,
            Function<Duration, Patience> patience) {
        this.environment = environment;
        this.folder = folder;
        this.standardInput = standardInput;
        this.patience = patience;
    }

    /** Uploads results that another command made, as its options say. */
    int upload(ServerOptions server, RunOptions run, VerdictOptions verdict, List<String> files) throws IOException {
        this.server = server;
        this.run = run;
        this.verdict = verdict;
        this.files = files;
        return call();
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = Settings.of(folder);
        PawlClient client = server.client(environment, settings, patience);
        if (pending && !files.isEmpty()) throw new UsageException("--pending sends what was kept; leave out the files");
        if (pending)
            return sendKept(client, PendingUpload.in(folder.resolve(PendingUpload.FOLDER)))
                    .number();
        if (files.isEmpty()) throw new UsageException("no result files are named; name at least one, or use --pending");
        List<Path> kept = files.stream()
                .filter(file -> !file.contains("*"))
                .map(folder::resolve)
                .filter(PendingUpload::isPending)
                .toList();
        if (kept.size() == files.size()) return sendKept(client, kept).number();
        if (!kept.isEmpty())
            throw new UsageException(kept.get(0).getFileName() + " is an upload that was kept; send it by itself");
        return uploadResults(client, settings).number();
    }

    private ExitCode uploadResults(PawlClient client, Settings settings) throws IOException {
        CiContext ci = CiContext.of(environment);
        askForPullRequest(ci);
        RunDescriber describer = new RunDescriber(run, settings, ci, GitFacts.of(folder, ci.isCi()));
        String project = describer.project(environment.get("PAWL_PROJECT"));
        RunDescription description = withFormat(describer.describe());
        List<ResultSource> sources = readableSources();
        Path file = Files.createTempFile("pawl-upload", ".gz");
        try {
            UploadBody body = UploadBody.write(file, description, sources);
            if (dryRun) {
                show(client.describe(project, body), description, sources);
                return ExitCode.FINE;
            }
            if (describer.isUncommitted())
                System.err.println("warning: files differ from the last commit; the results are uploaded as "
                        + description.field("commit") + " nevertheless");
            JobSummary summary = JobSummary.of(environment);
            try {
                return send(client, project, body, description, summary);
            } catch (RefusedException refused) {
                Optional<RunDescription> retry =
                        refused.status() == CONFLICT ? describer.asRetry(description) : Optional.empty();
                if (retry.isEmpty()) throw refused;
                System.err.println("note: " + refused.getMessage());
                System.err.println("note: taken as a retried job, whose results are the run "
                        + retry.get().field("run") + "; both are judged together");
                return send(client, project, UploadBody.write(file, retry.get(), sources), retry.get(), summary);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The sources as they are sent. Reading them all here refuses what is unreadable before anything leaves the machine. */
    private List<ResultSource> readableSources() {
        List<ResultSource> sources = new ResultPaths(folder, standardInput).sources(files);
        for (ResultFile result : Parsers.parse(sources, format))
            for (String warning : result.warnings()) System.err.println("warning: " + VisibleText.of(warning));
        return Parsers.ofLatestRun(sources).stream().map(this::relative).toList();
    }

    /**
     * Where files lie on this machine is nobody's business: below the working directory names are relative to it, elsewhere
     * only what follows {@code criterion/} matters, or the file's own name, of samples with their folder.
     */
    private ResultSource relative(ResultSource source) {
        String name = source.name();
        String here = folder.toString().replace('\\', '/') + "/";
        int tree = name.lastIndexOf("/criterion/");
        // nvbench's samples are found by the name of their folder.
        if (tree < 0 && name.matches(".*-bin/\\d+\\.bin")) tree = name.lastIndexOf('/', name.lastIndexOf('/') - 1);
        if (name.startsWith(here)) name = name.substring(here.length());
        else if (Path.of(name).isAbsolute()) name = name.substring((tree < 0 ? name.lastIndexOf('/') : tree) + 1);
        return new ResultSource(name, source.modified(), source.opener());
    }

    private RunDescription withFormat(RunDescription description) {
        if (format == null) return description;
        return description.with("format", format.id());
    }

    /** A fork's workflow run is not told which pull request it belongs to; GitHub is, and can be asked. */
    private void askForPullRequest(CiContext ci) {
        CiContext.Target target = ci.target();
        String branch = ci.revision().branch();
        String commit = ci.revision().commit();
        boolean isKnown = target == null || target.pullRequest() != null || run.pullRequest != null;
        if (isKnown || branch == null || commit == null || !environment.containsKey("GITHUB_TOKEN")) return;
        new PullRequestStep(environment, System.err::println)
                .origin(branch, commit)
                .ifPresent(origin -> {
                    run.pullRequest = origin.pullRequest();
                    if (run.baseBranch == null) run.baseBranch = origin.baseBranch();
                    if (run.mergeBase == null) run.mergeBase = origin.mergeBase();
                });
    }

    private ExitCode send(
            PawlClient client, String project, UploadBody body, RunDescription description, JobSummary summary)
            throws IOException {
        try {
            UploadAnswer answer = upload(client, project, body);
            ExitCode code = answered(answer, summary);
            tellForge(client, project, description, answer);
            return code;
        } catch (UnreachableException unreachable) {
            String kept;
            try {
                Path place = PendingUpload.keep(folder.resolve(PendingUpload.FOLDER), project, body)
                        .file();
                kept = "The results are kept in " + folder.relativize(place)
                        + "; send them with: pawl upload --pending";
            } catch (IOException unwritable) {
                kept = "The results could not be kept for later: " + unwritable.getMessage();
            }
            return unknown(unreachable, kept, summary);
        }
    }

    /** Sends each, whatever becomes of the others; what the server has is deleted. */
    private ExitCode sendKept(PawlClient client, List<Path> kept) throws IOException {
        if (kept.isEmpty()) System.err.println("nothing waits to be sent");
        List<ExitCode> codes = new ArrayList<>();
        JobSummary summary = JobSummary.of(environment);
        for (Path file : kept) {
            Path copy = Files.createTempFile("pawl-upload", ".gz");
            try {
                PendingUpload upload = PendingUpload.read(file);
                codes.add(answered(upload(client, upload.project(), upload.body(copy)), summary));
                Files.delete(file);
            } catch (RefusedException refused) {
                System.err.println(
                        "error: " + file.getFileName() + ": " + refused.getMessage() + "; it stays where it is");
                codes.add(ExitCode.REFUSED);
            } catch (UnreachableException unreachable) {
                codes.add(unknown(unreachable, file.getFileName() + " stays where it is", summary));
            } catch (IOException broken) {
                System.err.println("error: " + file.getFileName() + ": "
                        + Failure.of(broken).message() + "; it stays where it is, delete it if it is of no use");
                codes.add(ExitCode.UNREADABLE_INPUT);
            } finally {
                Files.deleteIfExists(copy);
            }
        }
        return ExitCode.first(codes);
    }

    private static UploadAnswer upload(PawlClient client, String project, UploadBody body) throws IOException {
        String size = Math.max(1, Files.size(body.file()) >> 10) + " KiB";
        try (Notice notice = Notice.of("uploading " + size + " to project " + project + " …")) {
            return UploadAnswer.read(client.upload(project, body), client.server());
        }
    }

    private ExitCode answered(UploadAnswer answer, JobSummary summary) throws IOException {
        answer.print(verdict.output);
        summary.append(answer.markdown());
        if (answer.url() != null) System.err.println("run: " + answer.url());
        List<ExitCode> codes = new ArrayList<>(List.of(verdict.failOn.codeOf(answer.comparison())));
        if (verdict.requireVerdict && !answer.comparison().summary().isVerdict()) {
            System.err.println("no verdict: nothing could be judged");
            codes.add(ExitCode.NO_VERDICT);
        }
        return ExitCode.first(codes);
    }

    private void tellForge(PawlClient client, String project, RunDescription description, UploadAnswer answer) {
        String commit = description.field("commit");
        if (commit == null) return;
        PullRequestStep step = new PullRequestStep(environment, System.err::println);
        if (verdict.comment != CommentMode.NEVER) {
            String number = description.field("pr");
            if (number == null) System.err.println("note: no comment, because this is not a pull request");
            else
                step.comment(
                        project,
                        Integer.parseInt(number),
                        commit,
                        verdict.comment,
                        new StoredSections(client, project, Integer.parseInt(number), commit, answer.pages()));
        }
        if (verdict.commitStatus) {
            boolean isFailed = verdict.failOn.codeOf(answer.comparison()) != ExitCode.FINE;
            step.status(project, commit, answer.comparison(), isFailed, answer.isPublic() ? answer.url() : null);
        }
    }

    private ExitCode unknown(UnreachableException unreachable, String kept, JobSummary summary) {
        System.err.println("verdict: unknown");
        System.err.println(unreachable.getMessage());
        System.err.println(kept);
        summary.append(
                "### ❔ Pawl: verdict: unknown\n\n`" + unreachable.getMessage().replace('`', '\'') + "`\n\n"
                        + kept.replace("pawl upload --pending", "`pawl upload --pending`"));
        return verdict.requireVerdict ? ExitCode.NO_VERDICT : ExitCode.FINE;
    }

    private static void show(List<String> request, RunDescription description, List<ResultSource> sources) {
        request.forEach(System.out::println);
        System.out.println();
        System.out.println("run: " + description.toJson());
        for (ResultSource source : sources) System.out.println("file: " + VisibleText.of(source.name()));
    }
}

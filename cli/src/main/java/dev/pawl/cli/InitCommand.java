package dev.pawl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pawl init}: what a repository needs to begin. */
@Command(
        name = "init",
        description = "Write what a repository needs to begin.",
        mixinStandardHelpOptions = true,
        subcommands = InitCommand.GitHub.class)
final class InitCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say for what: pawl init github");
    }

    /** {@code pawl init github}: the workflows of {@code examples/workflows}, which tests hold against this command line. */
    @Command(
            name = "github",
            description = "Write workflows for GitHub Actions into .github/workflows of this folder.",
            mixinStandardHelpOptions = true)
    static final class GitHub implements Callable<Integer> {

        private static final String RESOURCES = "/init/github/";

        @Option(
                names = "--forks",
                description = "For pull requests from forks too: measure without secrets, upload in a second workflow.")
        private boolean forks;

        @Option(names = "--force", description = "Write over files that are there and differ.")
        private boolean force;

        private final Path folder;

        GitHub() {
            this(Path.of("").toAbsolutePath());
        }

        /**
         * @param folder the repository's
         */
        GitHub(Path folder) {
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            Path workflows = folder.resolve(".github").resolve("workflows");
            Map<Path, byte[]> files = new LinkedHashMap<>();
            for (String name : names()) files.put(workflows.resolve("benchmark-" + name), read(name));
            // All or nothing: half of the pair for forks would be worse than none.
            if (!force) refuseToOverwrite(files);
            Files.createDirectories(workflows);
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                Files.write(file.getKey(), file.getValue());
                System.out.println("wrote " + folder.relativize(file.getKey()));
            }
            System.out.println();
            System.out.println(
                    "Put your benchmarks in the place of pytest's, then set in the repository's settings the");
            System.out.println("secret and the variables that each file names at its top.");
            return ExitCode.FINE.number();
        }

        private List<String> names() {
            return forks
                    ? List.of("push.yml", "fork-measure.yml", "fork-upload.yml")
                    : List.of("push.yml", "pull-request.yml");
        }

        private void refuseToOverwrite(Map<Path, byte[]> files) throws IOException {
            List<String> different = new ArrayList<>();
            for (Map.Entry<Path, byte[]> file : files.entrySet()) {
                boolean isThere = Files.exists(file.getKey());
                if (isThere && !Arrays.equals(Files.readAllBytes(file.getKey()), file.getValue()))
                    different.add(folder.relativize(file.getKey()).toString());
            }
            if (!different.isEmpty())
                throw new UsageException(String.join(", ", different)
                        + " is there already; nothing was written. Look at what you would lose, then use --force");
        }

        private static byte[] read(String name) throws IOException {
            try (InputStream in = InitCommand.class.getResourceAsStream(RESOURCES + name)) {
                if (in == null) throw new IllegalStateException("workflow " + name + " was not packaged");
                return in.readAllBytes();
            }
        }
    }
}

package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.gpu.GpuFacts;
import dev.pawl.gpu.GpuProbe;
import dev.pawl.gpu.telemetry.Detail;
import dev.pawl.model.ResultFile;
import dev.pawl.wire.ResultFileJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pawl gpu}: the GPU suite. */
@Command(
        name = "gpu",
        description = "Look at this machine's GPUs, and measure what uses them.",
        mixinStandardHelpOptions = true,
        subcommands = {GpuCommand.Probe.class, GpuCommand.Run.class, GpuCommand.Upload.class})
final class GpuCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: pawl gpu probe, run or upload");
    }

    /** How facts are printed. */
    enum Output {
        TEXT,
        JSON
    }

    /** {@code pawl gpu probe}: what is missing, or the facts. */
    @Command(
            name = "probe",
            description = "Say whether GPU benchmarks can run here, or what is missing.",
            mixinStandardHelpOptions = true)
    static final class Probe implements Callable<Integer> {

        @Option(names = "--output", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
        private Output output;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            GpuFacts facts = GpuProbe.ofThisMachine().probe();
            PrintWriter out = spec.commandLine().getOut();
            switch (output) {
                case TEXT -> writeText(facts, out);
                case JSON -> writeJson(facts, out);
            }
            out.flush();
            return (facts.isReady() ? ExitCode.FINE : ExitCode.NO_GPU).number();
        }

        private static void writeText(GpuFacts facts, PrintWriter out) {
            out.println(facts);
            for (GpuFacts.Device device : facts.devices()) {
                out.println(device.name() + " at " + device.pciAddress());
                for (Detail detail : device.details()) out.printf("  %-22s%s%n", detail.name(), detail.text());
            }
        }

        private static void writeJson(GpuFacts facts, PrintWriter out) throws IOException {
            JsonGenerator json = new JsonFactory().createGenerator(out);
            json.writeStartObject();
            json.writeStringField("status", facts.status().name().toLowerCase(Locale.ROOT));
            json.writeStringField("explanation", facts.explanation());
            json.writeStringField("cudaVersion", facts.driver());
            json.writeArrayFieldStart("devices");
            for (GpuFacts.Device device : facts.devices()) {
                json.writeStartObject();
                json.writeStringField("name", device.name());
                json.writeStringField("computeCapability", device.computeCapability());
                json.writeNumberField("memory", device.memory());
                json.writeNumberField("multiprocessors", device.multiprocessors());
                json.writeStringField("pciAddress", device.pciAddress());
                json.writeObjectFieldStart("details");
                for (Detail detail : device.details()) writeDetail(json, detail);
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            out.println();
        }

        private static void writeDetail(JsonGenerator json, Detail detail) throws IOException {
            json.writeObjectFieldStart(detail.name());
            if (detail.value() == null) json.writeStringField("unavailable", detail.why());
            else if (detail.unit().isEmpty()) json.writeStringField("value", detail.value());
            else {
                json.writeNumberField("value", Long.parseLong(detail.value()));
                json.writeStringField("unit", detail.unit());
            }
            json.writeEndObject();
        }
    }

    /** {@code pawl gpu run}: Pawl's own kernels or a command measured, as Pawl's own JSON. */
    @Command(
            name = "run",
            description = {
                "Measure Pawl's own kernels, or a command: time, METRIC lines, memory, and what it does to the GPUs.",
                "What the command prints goes to standard error."
            },
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {

        @Mixin
        private GpuMeasuring measuring;

        @Option(
                names = "--suite",
                paramLabel = "NAME",
                completionCandidates = GpuMeasuring.Suites.class,
                description = {
                    "Which of Pawl's own kernels: ${COMPLETION-CANDIDATES} (default: default).",
                    "With --spec default or quick, which say how long is measured. Not together with a command."
                })
        private @Nullable String suite;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Write the JSON there and print a table (default: the JSON to standard output).")
        private @Nullable Path out;

        @Override
        public Integer call() throws IOException {
            if (out != null) requireWritable(out);
            Optional<GpuMeasuring.Measured> measured = measuring.measure(suite);
            if (measured.isEmpty()) return ExitCode.NO_GPU.number();
            ResultFile result = measured.get().result();
            if (out == null) {
                ResultFileJson.write(System.out, List.of(result), false);
            } else {
                write(result, out);
                ParseCommand.print(result);
            }
            System.out.flush();
            return measured.get().exitCode().number();
        }

        /** What was measured for an hour must not be lost to a typing error. */
        private static void requireWritable(Path out) {
            Path folder = out.toAbsolutePath().getParent();
            if (Files.isDirectory(out)) throw new UsageException("--out " + out + " is a folder; name a file in it");
            if (folder == null || !Files.isDirectory(folder))
                throw new UsageException("--out " + out + ": there is no folder " + folder + "; create it first");
            if (!Files.isWritable(Files.exists(out) ? out : folder))
                throw new UsageException("--out " + out + " may not be written; name another file");
        }
    }

    /** {@code pawl gpu upload}: {@code gpu run} and {@code upload} in one. */
    @Command(
            name = "upload",
            description = "Measure as gpu run does, upload the result, and say whether it got slower.",
            mixinStandardHelpOptions = true)
    static final class Upload implements Callable<Integer> {

        @Mixin
        private GpuMeasuring measuring;

        @Mixin
        private ServerOptions server;

        @Mixin
        private RunOptions run;

        // Not --suite, as in run: that is the name of the suite that the results are uploaded as.
        @Option(
                names = "--kernels",
                paramLabel = "NAME",
                completionCandidates = GpuMeasuring.Suites.class,
                description = {
                    "Which of Pawl's own kernels: ${COMPLETION-CANDIDATES} (default: default).",
                    "With --spec default or quick, which say how long is measured. Not together with a command."
                })
        private @Nullable String kernels;

        @Mixin
        private VerdictOptions verdict;

        private final UploadCommand upload;

        Upload() {
            this(new UploadCommand());
        }

        /** @param upload which sends what was measured */
        Upload(UploadCommand upload) {
            this.upload = upload;
        }

        @Override
        public Integer call() throws IOException {
            Optional<GpuMeasuring.Measured> measured = measuring.measure(kernels);
            if (measured.isEmpty()) return ExitCode.NO_GPU.number();
            ResultFile result = measured.get().result();
            Path folder = Files.createTempDirectory("pawl-gpu");
            Path file = folder.resolve("gpu.json");
            write(result, file);
            int uploaded;
            try {
                uploaded = upload.upload(server, run, verdict, List.of(file.toString()));
            } catch (IOException | RuntimeException refused) {
                // A wrong token must not cost what took an hour to measure.
                System.err.println("note: the result is kept; send it with: pawl upload " + file);
                throw refused;
            }
            Files.delete(file);
            Files.delete(folder);
            // That a part of the suite failed counts more than any verdict on the rest.
            ExitCode measuredAs = measured.get().exitCode();
            return measuredAs == ExitCode.FINE ? uploaded : measuredAs.number();
        }
    }

    private static void write(ResultFile result, Path file) throws IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            ResultFileJson.write(stream, List.of(result), false);
        }
    }
}

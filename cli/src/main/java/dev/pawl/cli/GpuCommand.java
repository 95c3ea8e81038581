package dev.pawl.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.gpu.GpuFacts;
import dev.pawl.gpu.GpuProbe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pawl gpu}: the GPU suite. */
@Command(
        name = "gpu",
        description = "Look at this machine's GPUs.",
        mixinStandardHelpOptions = true,
        subcommands = GpuCommand.Probe.class)
final class GpuCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: pawl gpu probe");
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
                case TEXT -> out.println(facts);
                case JSON -> writeJson(facts, out);
            }
            out.flush();
            return (facts.isReady() ? ExitCode.FINE : ExitCode.NO_GPU).number();
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
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            out.println();
        }
    }
}

package dev.pawl.parser;

import dev.pawl.model.Benchmark;
import dev.pawl.model.BenchmarkResult;
import dev.pawl.model.Direction;
import dev.pawl.model.Environment;
import dev.pawl.model.Measurement;
import dev.pawl.model.Metric;
import dev.pawl.model.ResultFile;
import dev.pawl.model.Role;
import dev.pawl.model.Samples;
import dev.pawl.model.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * nvbench's JSON, file version 1.0.0: what {@code --json} and {@code --jsonbin} write. A state is a benchmark with the values
 * of its axes as parameters, and with its device where the file has results of several.
 *
 * <p>All numbers of summaries are strings in SI units; what is not finite is {@code null} or {@code "inf"}. Summaries are known
 * by their tag, of which older versions order the words otherwise. Source: NVIDIA/nvbench, nvbench/json_printer.cu.
 */
final class NvbenchParser implements Parser {

    private static final Metric TIME = Metric.headline("time", Unit.of("s"));

    private static final String SAMPLES = "nv/json/bin:nv/cold/sample_times";

    /** Where a state's times stand: measured one by one on the GPU, else on the CPU by benchmarks that use no GPU. */
    private static final List<String> TIMES = List.of("nv/cold/time/gpu/", "nv/cpu_only/time/cpu/");

    private static final List<String> FIGURES = List.of("mean", "min", "max", "q1", "q3");

    /** Metrics beside the time, by tag. */
    private static final Map<String, Metric> BESIDE = Map.of(
            "nv/cpu_only/bw/global/bytes_per_second", supporting("throughput", "B/s"),
            "nv/cpu_only/bw/item_rate", supporting("items", "elem/s"),
            "nv/batch/time/gpu/mean", supporting("time.batch", "s"),
            "nv/batch/gpu/time/mean", supporting("time.batch", "s"),
            "nv/cold/bw/global/bytes_per_second", supporting("throughput", "B/s"),
            "nv/cold/bw/item_rate", supporting("items", "elem/s"),
            "nv/cold/time/cpu/mean",
                    new Metric("time.cpu", Unit.of("s"), Direction.LOWER_IS_BETTER, Role.INFORMATIONAL),
            "nv/cold/sm_clock_rate/mean", new Metric("clock", Unit.of("Hz"), Direction.UNKNOWN, Role.INFORMATIONAL));

    private static final int LONGEST_TEXT = 1 << 16;

    private static final long MOST_SAMPLES = 1L << 26;

    private final NvbenchSamples sideFiles;

    NvbenchParser(NvbenchSamples sideFiles) {
        this.sideFiles = sideFiles;
    }

    private static Metric supporting(String name, String unit) {
        Unit known = Unit.of(unit);
        return new Metric(name, known, Direction.of(known.dimension()), Role.SUPPORTING);
    }

    @Override
    public boolean recognises(FileHead head) {
        return head.keys().contains("devices/sm_version") || head.keys().contains("benchmarks/states");
    }

    @Override
    public ResultFile parse(ResultSource source) {
        return JsonInput.read(source, json -> readFile(json, source.name()));
    }

    private ResultFile readFile(JsonInput json, String file) throws IOException {
        Map<Long, String> devices = new LinkedHashMap<>();
        TreeMap<String, String> facts = new TreeMap<>();
        List<State> states = new ArrayList<>();
        json.object(key -> {
            switch (key) {
                case "devices" -> {
                    if (!json.isNull()) json.array(() -> readDevice(json, devices));
                }
                case "benchmarks" -> json.array(() -> readBenchmark(json, states));
                default -> {}
            }
        });
        Set<Long> used = states.stream()
                .map(state -> state.device)
                .filter(id -> id != State.CPU_ONLY)
                .collect(Collectors.toCollection(HashSet::new));
        List<BenchmarkResult> results = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        int withoutSamples = 0;
        for (State state : states) {
            if (state.skipped != null) {
                warnings.add("'" + state.title() + "' was skipped: " + Excerpt.of(state.skipped, Excerpt.LONGEST));
                continue;
            }
            if (used.size() > 1 && state.device != State.CPU_ONLY)
                state.params.put("Device", deviceName(devices, state.device));
            if (state.sampleFile != null
                    && sideFiles.of(file, state.sampleFile, state.samplesKept).isEmpty()) withoutSamples++;
            results.add(state.result(sideFiles, file));
        }
        if (results.isEmpty())
            throw json.refuse("holds no state that was measured"
                    + (warnings.isEmpty() ? "; did the benchmarks run to their end?" : "; " + warnings.get(0)));
        if (withoutSamples > 0)
            warnings.add("the samples of " + withoutSamples + " states were not given: keep the folder "
                    + file.replaceFirst("^.*/", "") + "-bin beside the JSON");
        if (!devices.isEmpty()) facts.put("gpu", String.join(", ", new TreeSet<>(devices.values())));
        return new ResultFile("nvbench", "", new Environment(facts), results, warnings);
    }

    private static void readDevice(JsonInput json, Map<Long, String> devices) throws IOException {
        long[] id = {0};
        String[] name = {""};
        json.object(key -> {
            switch (key) {
                case "id" -> id[0] = json.count(1 << 20);
                case "name" -> name[0] = json.string(LONGEST_TEXT);
                default -> {}
            }
        });
        devices.put(id[0], name[0]);
    }

    /** The name where only one device has it: its number depends on the machine's slots. */
    private static String deviceName(Map<Long, String> devices, long id) {
        String name = devices.getOrDefault(id, "");
        boolean unique = devices.values().stream().filter(name::equals).count() == 1;
        return unique && !name.isBlank() ? name : (name + " #" + id).strip();
    }

    private static void readBenchmark(JsonInput json, List<State> states) throws IOException {
        String where = json.where();
        String[] name = {""};
        List<State> own = new ArrayList<>();
        json.object(key -> {
            switch (key) {
                case "name" -> name[0] = json.string(LONGEST_TEXT);
                case "states" -> {
                    if (json.isObject())
                        throw json.refuse(
                                "is an object, as nvbench wrote it before file version 1.0.0; use a newer nvbench");
                    if (!json.isNull()) json.array(() -> own.add(State.read(json)));
                }
                default -> {}
            }
        });
        if (name[0].isBlank()) throw new ParseException(where, "has no 'name'");
        for (State state : own) state.name = name[0];
        states.addAll(own);
    }

    /** One state, its members in any order. */
    private static final class State {
        private static final long CPU_ONLY = -1;

        private final String where;
        private String name = "";
        private long device;
        private @Nullable String skipped;
        private final TreeMap<String, String> params = new TreeMap<>();
        private final Map<String, Double> summaries = new LinkedHashMap<>();
        private @Nullable String sampleFile;
        private long samplesKept;

        private State(String where) {
            this.where = where;
        }

        static State read(JsonInput json) throws IOException {
            State state = new State(json.where());
            boolean[] isSkipped = {false};
            String[] reason = {"no reason is given"};
            json.object(key -> {
                switch (key) {
                    case "device" -> state.device = json.isNull() ? CPU_ONLY : json.count(1 << 20);
                    case "axis_values" -> {
                        if (!json.isNull()) json.array(() -> state.readAxis(json));
                    }
                    case "summaries" -> {
                        if (!json.isNull()) json.array(() -> state.readSummary(json));
                    }
                    case "is_skipped" ->
                        isSkipped[0] = json.token().isBoolean()
                                && json.token().asString().equals("true");
                    case "skip_reason" -> reason[0] = json.string(LONGEST_TEXT);
                    default -> {}
                }
            });
            if (isSkipped[0]) state.skipped = reason[0];
            return state;
        }

        private void readAxis(JsonInput json) throws IOException {
            String[] axis = {"", ""};
            json.object(key -> {
                switch (key) {
                    case "name" -> axis[0] = json.string(LONGEST_TEXT);
                    case "value" -> axis[1] = json.scalar(ParameterText.LONGEST_READ);
                    default -> {}
                }
            });
            if (!axis[0].isBlank()) params.put(axis[0], ParameterText.of(axis[1]));
        }

        private void readSummary(JsonInput json) throws IOException {
            String[] tag = {""};
            Map<String, String> data = new LinkedHashMap<>();
            json.object(key -> {
                switch (key) {
                    case "tag" -> tag[0] = json.string(LONGEST_TEXT);
                    case "data" -> {
                        if (!json.isNull()) json.array(() -> readValue(json, data));
                    }
                    default -> {}
                }
            });
            if (tag[0].equals(SAMPLES)) {
                sampleFile = data.get("filename");
                double size = number(data.get("size"));
                if (sampleFile != null && !(size >= 0 && size <= MOST_SAMPLES))
                    throw new ParseException(where, "names a file of samples without a possible size");
                samplesKept = (long) size;
            } else if (data.containsKey("value")) {
                summaries.put(tag[0], number(data.get("value")));
            }
        }

        private static void readValue(JsonInput json, Map<String, String> data) throws IOException {
            String[] pair = {"", ""};
            json.object(key -> {
                switch (key) {
                    case "name" -> pair[0] = json.string(LONGEST_TEXT);
                    case "value" -> pair[1] = json.isNull() ? "" : json.scalar(LONGEST_TEXT);
                    default -> {}
                }
            });
            data.put(pair[0], pair[1]);
        }

        /** What is no number, or no finite one, is NaN. */
        private static double number(@Nullable String text) {
            try {
                double value = text == null ? Double.NaN : Double.parseDouble(text);
                return Double.isFinite(value) ? value : Double.NaN;
            } catch (NumberFormatException notANumber) {
                return Double.NaN;
            }
        }

        String title() {
            return new Benchmark("", name, params, "", 0).displayName();
        }

        BenchmarkResult result(NvbenchSamples sideFiles, String json) {
            List<Measurement> measurements = new ArrayList<>();
            double[] samples = sampleFile == null
                    ? new double[0]
                    : sideFiles.of(json, sampleFile, samplesKept).orElse(new double[0]);
            measurements.add(time(samples));
            for (Map.Entry<String, Double> summary : summaries.entrySet()) {
                Metric metric = BESIDE.get(summary.getKey());
                if (metric != null && !summary.getValue().isNaN())
                    measurements.add(Measurement.of(metric, summary.getValue()));
            }
            try {
                return new BenchmarkResult(new Benchmark("", name, params, "", 0), measurements);
            } catch (IllegalArgumentException e) {
                throw new ParseException(where, String.valueOf(e.getMessage()), e);
            }
        }

        private Measurement time(double[] samples) {
            String prefix = TIMES.stream()
                    .filter(times -> summaries.containsKey(times + "mean") || summaries.containsKey(times + "median"))
                    .findFirst()
                    .orElseThrow(() -> new ParseException(
                            where,
                            "'" + title() + "' has no GPU time and no CPU time; was it measured in batches only?"));
            double mean = figure(prefix + "mean");
            double centre = samples.length > 0 ? SampleSummary.of(samples).median() : figure(prefix + "median");
            if (Double.isNaN(centre)) centre = mean;
            if (Double.isNaN(centre))
                throw new ParseException(
                        where, "the time of '" + title() + "' is not finite: nvbench took no sample; run it again");
            double deviation = figure(prefix + "stdev/absolute");
            if (Double.isNaN(deviation)) deviation = figure(prefix + "stdev/relative") * mean;
            double count = figure(prefix.replaceFirst("time/.*", "sample_size"));
            TreeMap<String, Double> figures = new TreeMap<>();
            for (String name : FIGURES) figures.put(name, figure(prefix + name));
            return new Measurement(
                    TIME,
                    centre,
                    null,
                    null,
                    deviation,
                    null,
                    samples.length > 0 ? samples.length : Double.isNaN(count) ? 0 : Math.max(0, (long) count),
                    Samples.of(samples),
                    figures);
        }

        private double figure(String tag) {
            return summaries.getOrDefault(tag, Double.NaN);
        }
    }
}

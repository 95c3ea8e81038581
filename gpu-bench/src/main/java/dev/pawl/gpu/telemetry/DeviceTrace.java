package dev.pawl.gpu.telemetry;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** What was seen of one GPU over time. Not safe to share between threads. */
final class DeviceTrace {

    final Trace used = new Trace();
    final Trace watts = new Trace();
    final Trace hertz = new Trace();
    final Trace celsius = new Trace();
    final Trace clockReasons = new Trace();

    /** Bytes held, by process. */
    private final Map<Long, Trace> processes = new TreeMap<>();

    void process(long time, long pid, double bytes) {
        processes.computeIfAbsent(pid, unseen -> new Trace()).add(time, bytes);
    }

    /** @param isWatched whether a process is one of those that are measured */
    GpuWindow window(long from, long to, LongPredicate isWatched) {
        double[] reasons = clockReasons.between(from, to);
        return new GpuWindow(
                memory(from, to, isWatched),
                Arrays.stream(watts.between(from, to)).average(),
                Arrays.stream(hertz.between(from, to)).average(),
                Arrays.stream(celsius.between(from, to)).max(),
                share(reasons, ClockReasons::areHard),
                share(reasons, ClockReasons::arePowerCap),
                shared(from, to, isWatched));
    }

    /** Their peaks together: processes of one measurement follow each other, or hold at the same time. */
    private OptionalDouble memory(long from, long to, LongPredicate isWatched) {
        return processes.entrySet().stream()
                .filter(process -> isWatched.test(process.getKey()))
                .map(process ->
                        Arrays.stream(process.getValue().between(from, to)).max())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .reduce(Double::sum);
    }

    private static OptionalDouble share(double[] reasons, LongPredicate wanted) {
        return Arrays.stream(reasons)
                .map(bits -> wanted.test((long) bits) ? 1 : 0)
                .average();
    }

    private OptionalDouble shared(long from, long to, LongPredicate isWatched) {
        int looks = used.between(from, to).length;
        // Without one of ours among the driver's numbers nobody knows whose the others are.
        if (looks == 0 || processes.keySet().stream().noneMatch(isWatched::test)) return OptionalDouble.empty();
        int most = 0;
        for (Map.Entry<Long, Trace> process : processes.entrySet())
            if (!isWatched.test(process.getKey()))
                most = Math.max(most, process.getValue().between(from, to).length);
        return OptionalDouble.of(Math.min(1, most / (double) looks));
    }
}

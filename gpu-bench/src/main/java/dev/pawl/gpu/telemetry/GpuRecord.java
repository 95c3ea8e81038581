package dev.pawl.gpu.telemetry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What was seen of the GPUs while something was measured. Times are {@link System#nanoTime()}. Safe to share between
 * threads.
 */
public final class GpuRecord {

    /** What a process was last seen to hold counts for so long; then it has ended, or let go of everything. */
    private static final long FORGOTTEN_AFTER = 1_000_000_000L;

    /** The driver averages utilisation over up to a second, so that it says nothing about a shorter command. */
    private static final double SHORTEST_FOR_UTILISATION = 2;

    private static final long LOOK_AGAIN_AFTER = 1_000_000_000L;

    private record Holding(long time, double bytes) {}

    private record Sample(long time, double value) {}

    private final ProcessTree tree;
    private final Map<String, Holding> holdings = new HashMap<>();
    private final MemoryTrace memory = new MemoryTrace();
    private final Map<Long, Double> peaks = new TreeMap<>();
    private final Map<String, Double> devicePeaks = new TreeMap<>();
    private final Map<String, DeviceTrace> traces = new HashMap<>();
    private final Map<String, String> devices = new HashMap<>();
    private final Map<Long, Long> lookedFor = new HashMap<>();
    private final Map<String, Sample> lastPower = new HashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private double joules;
    private double powerSeconds;
    private double utilisation;
    private int utilisations;
    private long firstSeen;
    private long lastSeen;
    private long throttling;

    /** @param tree the processes that are measured; all others are strangers */
    public GpuRecord(ProcessTree tree) {
        this.tree = tree;
    }

    /** A process holds so many bytes of a GPU's memory. */
    synchronized void process(long time, String device, long pid, double bytes) {
        lookFor(time, pid);
        trace(device).process(time, pid, bytes);
        peaks.merge(pid, bytes, Math::max);
        if (!tree.contains(pid)) return;
        holdings.put(device + "/" + pid, new Holding(time, bytes));
        holdings.values().removeIf(holding -> time - holding.time() > FORGOTTEN_AFTER);
        memory.add(time, holdings.values().stream().mapToDouble(Holding::bytes).sum());
    }

    /** A look goes through all processes of the machine, which takes milliseconds; a stranger stays one for a while. */
    private void lookFor(long time, long pid) {
        if (tree.contains(pid)) return;
        Long last = lookedFor.get(pid);
        if (last != null && time - last < LOOK_AGAIN_AFTER) return;
        lookedFor.put(pid, time);
        tree.lookNow();
    }

    /** A GPU's memory in use by anybody, in bytes. */
    synchronized void used(long time, String device, double bytes) {
        trace(device).used.add(time, bytes);
        devicePeaks.merge(device, bytes, Math::max);
    }

    /** The share of time in which the GPU was busy, from 0 to 1. */
    synchronized void utilised(long time, double share) {
        if (utilisations == 0) firstSeen = time;
        lastSeen = time;
        utilisation += share;
        utilisations++;
    }

    /** The GPU draws so many watts. */
    synchronized void power(long time, String device, double watts) {
        trace(device).watts.add(time, watts);
        Sample before = lastPower.put(device, new Sample(time, watts));
        if (before == null) return;
        double seconds = (time - before.time()) / 1e9;
        joules += (watts + before.value()) / 2 * seconds;
        powerSeconds += seconds;
    }

    /** Bits of the reasons for which clocks are lowered, as NVML numbers them. */
    synchronized void throttled(long time, String device, long reasons) {
        trace(device).clockReasons.add(time, reasons);
        throttling |= reasons;
    }

    /** The multiprocessors' clock. */
    synchronized void clock(long time, String device, double hertz) {
        trace(device).hertz.add(time, hertz);
    }

    synchronized void temperature(long time, String device, double celsius) {
        trace(device).celsius.add(time, celsius);
    }

    /** Where a device is plugged in. */
    synchronized void place(String device, String pciAddress) {
        PciAddress.of(pciAddress).ifPresent(address -> devices.putIfAbsent(address.text(), device));
    }

    private DeviceTrace trace(String device) {
        return traces.computeIfAbsent(device, unseen -> new DeviceTrace());
    }

    /** What was seen of one GPU between two moments; empty if that GPU was not seen at all. */
    public synchronized Optional<GpuWindow> window(PciAddress address, long from, long to) {
        String device = devices.get(address.text());
        return device == null ? Optional.empty() : Optional.of(trace(device).window(from, to, tree::contains));
    }

    /**
     * The share of looks at which a GPU that the watched processes use was throttled or shared, whichever is more; of the GPU of
     * which that is most. Empty if they were not seen on any.
     */
    public synchronized OptionalDouble disturbed() {
        OptionalDouble most = OptionalDouble.empty();
        for (DeviceTrace trace : traces.values()) {
            GpuWindow window = trace.window(Long.MIN_VALUE, Long.MAX_VALUE, tree::contains);
            if (window.memory().isEmpty()) continue;
            double share =
                    Math.max(window.throttled().orElse(0), window.shared().orElse(0));
            most = OptionalDouble.of(Math.max(most.orElse(0), share));
        }
        return most;
    }

    synchronized void fact(String name, String value) {
        facts.putIfAbsent(name, value);
    }

    public synchronized OptionalDouble peakOfTree() {
        return memory.peak();
    }

    public synchronized OptionalDouble growthOfTree() {
        return memory.growth();
    }

    /** Over all GPUs, each at its own peak. */
    public synchronized OptionalDouble peakOfDevices() {
        return devicePeaks.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(devicePeaks.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
    }

    public synchronized OptionalDouble meanUtilisation() {
        return (lastSeen - firstSeen) / 1e9 < SHORTEST_FOR_UTILISATION
                ? OptionalDouble.empty()
                : OptionalDouble.of(utilisation / utilisations);
    }

    /** Of all GPUs together, in joules. */
    public synchronized OptionalDouble energy() {
        return powerSeconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(joules);
    }

    public synchronized long throttleReasons() {
        return throttling;
    }

    /** Processes that are not the command's, with the most bytes that they held. */
    public synchronized Map<Long, Double> foreignProcesses() {
        Map<Long, Double> foreign = new TreeMap<>(peaks);
        foreign.keySet().removeIf(tree::contains);
        return foreign;
    }

    public synchronized Map<String, String> facts() {
        return new LinkedHashMap<>(facts);
    }
}

package dev.pawl.gpu.command;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What was seen of the GPUs during one execution of a command. Times are {@link System#nanoTime()}. Safe to share between
 * threads.
 */
final class GpuRecord {

    /** What a process was last seen to hold counts for so long; then it has ended, or let go of everything. */
    private static final long FORGOTTEN_AFTER = 1_000_000_000L;

    /** The driver averages utilisation over up to a second, so that it says nothing about a shorter command. */
    private static final double SHORTEST_FOR_UTILISATION = 2;

    private record Holding(long time, double bytes) {}

    private record Sample(long time, double value) {}

    private final ProcessTree tree;
    private final Map<String, Holding> holdings = new HashMap<>();
    private final MemoryTrace memory = new MemoryTrace();
    private final Map<Long, Double> peaks = new TreeMap<>();
    private final Map<String, Double> devicePeaks = new TreeMap<>();
    private final Map<String, Sample> lastPower = new HashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private double joules;
    private double powerSeconds;
    private double utilisation;
    private int utilisations;
    private long firstSeen;
    private long lastSeen;
    private long throttling;

    GpuRecord(ProcessTree tree) {
        this.tree = tree;
    }

    /** A process holds so many bytes of a GPU's memory. */
    synchronized void process(long time, String device, long pid, double bytes) {
        tree.look();
        peaks.merge(pid, bytes, Math::max);
        if (!tree.contains(pid)) return;
        holdings.put(device + "/" + pid, new Holding(time, bytes));
        holdings.values().removeIf(holding -> time - holding.time() > FORGOTTEN_AFTER);
        memory.add(time, holdings.values().stream().mapToDouble(Holding::bytes).sum());
    }

    /** A GPU's memory in use by anybody, in bytes. */
    synchronized void used(String device, double bytes) {
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
        Sample before = lastPower.put(device, new Sample(time, watts));
        if (before == null) return;
        double seconds = (time - before.time()) / 1e9;
        joules += (watts + before.value()) / 2 * seconds;
        powerSeconds += seconds;
    }

    /** Bits of the reasons for which clocks are lowered, as NVML numbers them. */
    synchronized void throttled(long reasons) {
        throttling |= reasons;
    }

    synchronized void fact(String name, String value) {
        facts.putIfAbsent(name, value);
    }

    synchronized OptionalDouble peakOfTree() {
        return memory.peak();
    }

    synchronized OptionalDouble growthOfTree() {
        return memory.growth();
    }

    /** Over all GPUs, each at its own peak. */
    synchronized OptionalDouble peakOfDevices() {
        return devicePeaks.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(devicePeaks.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
    }

    synchronized OptionalDouble meanUtilisation() {
        return (lastSeen - firstSeen) / 1e9 < SHORTEST_FOR_UTILISATION
                ? OptionalDouble.empty()
                : OptionalDouble.of(utilisation / utilisations);
    }

    /** Of all GPUs together, in joules. */
    synchronized OptionalDouble energy() {
        return powerSeconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(joules);
    }

    synchronized long throttleReasons() {
        return throttling;
    }

    /** Processes that are not the command's, with the most bytes that they held. */
    synchronized Map<Long, Double> foreignProcesses() {
        Map<Long, Double> foreign = new TreeMap<>(peaks);
        foreign.keySet().removeIf(tree::contains);
        return foreign;
    }

    synchronized Map<String, String> facts() {
        return new LinkedHashMap<>(facts);
    }
}

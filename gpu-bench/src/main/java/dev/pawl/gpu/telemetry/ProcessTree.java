package dev.pawl.gpu.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process and all its descendants, those that have ended included. Descendants are found by looking often: one that lives
 * shorter than the time between two looks may be missed. Safe to share between threads.
 */
public final class ProcessTree {

    private static final String RESIDENT = "VmRSS:";

    private static final long REST = 100;

    private final ProcessHandle root;
    private final Map<Long, ProcessHandle> seen = new ConcurrentHashMap<>();
    private volatile long lastLook = System.nanoTime();

    /** How long that took, in nanoseconds. */
    private volatile long lastEffort;

    public ProcessTree(ProcessHandle root) {
        this.root = root;
        seen.put(root.pid(), root);
    }

    /**
     * Looks for new descendants, but seldom enough that looking takes no more than a hundredth of the time: it goes through all
     * processes of the machine, which takes milliseconds where there are many.
     */
    public void look() {
        if (System.nanoTime() - lastLook >= REST * lastEffort) lookNow();
    }

    /** Looks for new descendants, also of processes whose own parent has ended. */
    void lookNow() {
        long began = System.nanoTime();
        findDescendants();
        lastLook = System.nanoTime();
        lastEffort = lastLook - began;
    }

    private void findDescendants() {
        for (ProcessHandle known : seen.values()) {
            if (known.isAlive()) known.descendants().forEach(child -> seen.putIfAbsent(child.pid(), child));
        }
    }

    boolean contains(long pid) {
        return seen.containsKey(pid);
    }

    /** Ends every process of the tree, at once and without asking. */
    public void kill() {
        lookNow();
        root.destroyForcibly();
        seen.values().forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * The resident memory of all living processes in bytes; pages that they share count for each. Empty where the operating
     * system does not say (anything but Linux), or all have ended.
     */
    public OptionalLong residentBytes() {
        long bytes = 0;
        for (ProcessHandle process : seen.values()) if (process.isAlive()) bytes += residentBytes(process.pid());
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static long residentBytes(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(RESIDENT))
                    return Long.parseLong(line.substring(RESIDENT.length())
                                    .replace("kB", "")
                                    .strip())
                            << 10;
            }
        } catch (IOException endedMeanwhile) {
            return 0;
        }
        return 0;
    }
}

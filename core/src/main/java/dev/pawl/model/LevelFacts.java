package dev.pawl.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an {@link Environment} that begin a new level when they change: what ran under another GPU or driver is as fast as
 * those are, whatever the code does. This is the whole set; a processor is none of them, because hosted runners change theirs from
 * run to run under one label.
 *
 * @param gpu names of the GPUs; {@code null} if nobody said
 * @param driver version of their driver; {@code null} if nobody said
 */
public record LevelFacts(@Nullable String gpu, @Nullable String driver) {

    /** Name of the fact, as {@code pawl gpu run} and the readers of nvbench and nvbandwidth write it. */
    public static final String GPU = "gpu";

    /** Name of the fact, as {@code pawl gpu run} and the reader of nvbandwidth write it. */
    public static final String DRIVER = "gpuDriver";

    public static final LevelFacts UNKNOWN = new LevelFacts(null, null);

    public static LevelFacts of(Environment environment) {
        String gpu = environment.facts().get(GPU);
        String driver = environment.facts().get(DRIVER);
        return gpu == null && driver == null ? UNKNOWN : new LevelFacts(gpu, driver);
    }

    /** Whether both are known to be different machines, so that neither level nor noise of one tell of the other. */
    public boolean isOtherGpu(LevelFacts other) {
        return differ(gpu, other.gpu);
    }

    /** Whether the level of one tells nothing of the other. What either does not know is no difference. */
    public boolean isOtherLevel(LevelFacts other) {
        return isOtherGpu(other) || differ(driver, other.driver);
    }

    /** These facts, and what they leave open as it was in a run before, unless that ran on another GPU. */
    public LevelFacts orAsIn(LevelFacts before) {
        // Not equals: preparing a record's for the first time costs a cold start more than reading its file.
        if (isComplete() || isOtherGpu(before) || before == UNKNOWN) return this;
        return new LevelFacts(gpu == null ? before.gpu : gpu, driver == null ? before.driver : driver);
    }

    /** Whether nothing is left open. */
    public boolean isComplete() {
        return gpu != null && driver != null;
    }

    /** For people, after "on": {@code NVIDIA H200 with driver 580.1}. */
    public String text() {
        String on = gpu == null ? "a GPU" : gpu;
        return driver == null ? on : on + " with driver " + driver;
    }

    private static boolean differ(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !Objects.equals(one, other);
    }
}

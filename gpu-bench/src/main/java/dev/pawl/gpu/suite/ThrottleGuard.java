package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.SampleTimer.Sample;
import java.util.concurrent.TimeUnit;

/**
 * Throws away samples that were taken while the device had lowered its clock, and lets it recover, as NVIDIA's nvbench does.
 * It gives up after some: a device may be locked at a low clock, or have no power for more, and still wants to be measured.
 */
final class ThrottleGuard {

    /** As nvbench: below three quarters of the highest clock it is not the load but heat, power or a lock that slows it. */
    static final double LOWEST_SHARE = 0.75;

    private static final int MOST_DISCARDED = 10;

    /** As nvbench. */
    private static final double FIRST_PAUSE_SECONDS = 0.05;

    private static final double LONGEST_PAUSE_SECONDS = 0.5;

    private static final double PAUSE_GROWTH = 1.5;

    /** After so many in a row the pauses grow. */
    private static final int PATIENCE = 2;

    /** Lets the device rest. */
    interface Rest {
        void forSeconds(double seconds);
    }

    private final double lowestClock;
    private final double mostRest;
    private final Rest rest;
    private double pause = FIRST_PAUSE_SECONDS;
    private double rested;
    private int inARow;
    private int discarded;
    private boolean hasGivenUp;

    /**
     * @param highestClock in hertz; 0 where it is not known, and then all samples are kept
     * @param mostRest seconds, all pauses together
     */
    ThrottleGuard(double highestClock, double mostRest) {
        this(highestClock, mostRest, ThrottleGuard::sleep);
    }

    ThrottleGuard(double highestClock, double mostRest, Rest rest) {
        this.lowestClock = LOWEST_SHARE * highestClock;
        this.mostRest = mostRest;
        this.rest = rest;
    }

    /** Whether to keep the sample. If not, the device has rested when this returns, unless the guard has given up. */
    boolean keeps(Sample sample) {
        if (hasGivenUp || sample.hertz().isEmpty() || sample.hertz().getAsDouble() >= lowestClock) {
            inARow = 0;
            pause = FIRST_PAUSE_SECONDS;
            return true;
        }
        discarded++;
        if (discarded >= MOST_DISCARDED || rested + pause > mostRest) {
            hasGivenUp = true;
            return false;
        }
        rest.forSeconds(pause);
        rested += pause;
        if (++inARow > PATIENCE) pause = Math.min(PAUSE_GROWTH * pause, LONGEST_PAUSE_SECONDS);
        return false;
    }

    /** Whether the device does not get faster by resting: what follows is kept, whatever its clock. */
    boolean hasGivenUp() {
        return hasGivenUp;
    }

    /** How many samples were thrown away. */
    int discarded() {
        return discarded;
    }

    private static void sleep(double seconds) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.round(seconds * 1e9));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.pawl.gpu.suite;

import java.util.OptionalDouble;

/** Times one launch, from a device that is idle and whose cache has been flushed, until it is done. */
interface SampleTimer {

    /** @param hertz of the multiprocessors meanwhile, where that can be measured */
    record Sample(double seconds, OptionalDouble hertz) {}

    Sample sample(Runnable launch);
}

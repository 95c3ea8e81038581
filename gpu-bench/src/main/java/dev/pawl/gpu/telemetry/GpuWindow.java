package dev.pawl.gpu.telemetry;

import java.util.OptionalDouble;

/**
 * What was seen of one GPU between two moments. Empty is what the driver did not tell, or nobody looked at.
 *
 * @param memory most bytes that the watched processes held
 * @param watts mean of what the GPU drew
 * @param hertz mean clock of the multiprocessors
 * @param celsius highest temperature
 * @param throttled share of looks at which clocks were lowered by heat, hardware or power brake
 * @param powerCapped share of looks at which clocks were lowered by the power limit
 * @param shared share of looks at which a process held memory that is none of the watched ones; empty as well where the
 *     driver's process numbers are not ours, as in some containers
 */
public record GpuWindow(
        OptionalDouble memory,
        OptionalDouble watts,
        OptionalDouble hertz,
        OptionalDouble celsius,
        OptionalDouble throttled,
        OptionalDouble powerCapped,
        OptionalDouble shared) {}

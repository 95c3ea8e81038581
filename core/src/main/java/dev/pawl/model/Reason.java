package dev.pawl.model;

/** Why a verdict is what it is. */
public enum Reason {
    /** The change is beyond a limit and larger than the noise explains. */
    SIGNIFICANT_CHANGE,
    /** The change is beyond a limit, and policy {@code plain} asks for no more. */
    BEYOND_LIMIT,
    /** The value itself is beyond the absolute limit that the project set, whatever the baseline. */
    ABSOLUTE_LIMIT,
    /** The change is within the limits. */
    WITHIN_LIMITS,
    /** The change is beyond a limit, but the noise is large enough to explain it. */
    TOO_NOISY,
    /** Too few base runs to know the noise from run to run. */
    TOO_FEW_RUNS,
    /** Neither side tells its spread, so that any change could be noise. */
    NO_SPREAD,
    /** The baseline's value is zero (or the signs differ), so that there is no relative change. */
    NO_RELATIVE_CHANGE,
    /** The value moved, but nobody said which way is better. */
    NO_DIRECTION,
    /** The metric is recorded, not judged. */
    INFORMATIONAL,
    /** The measurement was disturbed (throttled, foreign process), so that it proves nothing. */
    UNSTABLE,
    /** The newest base run moved in the same way, so that the change may have come with it and not with the pull request. */
    BASE_MOVED,
    /** The time changed with the clock of the GPU; in clock cycles it did not. */
    CLOCK_CHANGED,
    /** There is no base run at all. */
    NO_BASELINE,
    /** No base run has this benchmark and metric. */
    NOT_IN_BASELINE,
    /** The complete contender lacks a benchmark and metric that the baseline has. */
    NOT_IN_CONTENDER
}

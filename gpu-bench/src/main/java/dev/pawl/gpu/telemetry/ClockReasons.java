package dev.pawl.gpu.telemetry;

/** Why a GPU's clocks are lower than they could be: bits as NVML numbers them. */
public final class ClockReasons {

    /** Hardware slow-down, heat (told by software or hardware), power brake: against the will of whoever measures. */
    private static final long HARD = 0x8 | 0x20 | 0x40 | 0x80;

    /** The power limit. Kernels that compute much run into it on many a healthy device. */
    private static final long POWER_CAP = 0x4;

    private ClockReasons() {}

    /** Whether clocks are lowered by heat, hardware or power brake. */
    public static boolean areHard(long reasons) {
        return (reasons & HARD) != 0;
    }

    public static boolean arePowerCap(long reasons) {
        return (reasons & POWER_CAP) != 0;
    }
}

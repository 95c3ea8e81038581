package dev.pawl.gpu.suite;

/** What can keep a GPU benchmark from giving a result. */
public enum KernelFailure {
    /** The NVIDIA driver's library is not there, or cannot be loaded. */
    NO_DRIVER,
    /** The driver sees no GPU. */
    NO_DEVICE,
    /** The driver is older than CUDA 12.0. */
    DRIVER_TOO_OLD,
    /** The device is older than compute capability 7.5. */
    GPU_TOO_OLD,
    /** The driver does not take the compiled kernels. */
    PTX_REJECTED,
    /** The kernel comes as source, and there is no compiler for it. */
    NO_COMPILER,
    /** The kernel's source does not compile. */
    COMPILE_FAILED,
    /** The device cannot do what the benchmark needs, and need not; it is left out. */
    UNSUPPORTED,
    /** The device, or the process, has not enough memory. */
    OOM,
    /** The kernel computed something else than it should; it is not timed then. */
    WRONG_RESULT,
    /** The driver reported an error. */
    DRIVER_FAILED,
    /** The process took too long and was ended. */
    TIMEOUT,
    /** The process ended by itself, and not as it should. */
    CRASH
}

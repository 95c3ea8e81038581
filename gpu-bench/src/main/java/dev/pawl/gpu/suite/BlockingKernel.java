package dev.pawl.gpu.suite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/**
 * Holds the device back until the host has enqueued all of a sample, so that what it costs the host to enqueue is no part of the
 * sample. What itself waits for the device would never return behind it; therefore it gives up after a while.
 */
final class BlockingKernel {

    /** Enqueuing takes microseconds. Longer than any pause of this process should be, and short for one who waits. */
    private static final long MOST_NANOSECONDS = 1_000_000_000L;

    /** The two flags are apart, so that the device's write does not meet the host's. */
    private static final int OPEN = 0;

    private static final int LATE = 64;

    private static final int BYTES = 128;

    /** The device polls the flag while the host runs on: the write must neither be delayed nor moved. */
    private static final VarHandle FLAG = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer flags;
    private final Runnable kernel;

    /** @param leastNanoseconds that it holds even if it is released before */
    BlockingKernel(CudaDevice device, long leastNanoseconds) {
        Pointer host = device.allocatePinned(BYTES);
        flags = host.getByteBuffer(0, BYTES);
        kernel = device.kernel(
                1,
                1,
                1,
                KernelCode.TIMING,
                "block",
                device.mapped(host).withByteOffset(OPEN),
                device.mapped(host).withByteOffset(LATE),
                leastNanoseconds,
                leastNanoseconds + MOST_NANOSECONDS);
    }

    /** Enqueues it. */
    void block() {
        FLAG.setVolatile(flags, OPEN, 0);
        FLAG.setVolatile(flags, LATE, 0);
        kernel.run();
    }

    void release() {
        FLAG.setVolatile(flags, OPEN, 1);
    }

    /** Whether it went on by itself; known when the device is through with it. */
    boolean gaveUp() {
        return (int) FLAG.getVolatile(flags, LATE) != 0;
    }
}

package dev.pawl.gpu.suite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * The first GPU, opened for one process. Whatever the driver answers other than success is a {@link KernelException}; what it
 * does other than answer ends the process. For one thread.
 */
final class CudaDevice implements AutoCloseable {

    private static final int OLDEST_DRIVER = 12_000;
    private static final int OLDEST_DEVICE = 75;
    private static final int THREADS = 256;
    private static final int BLOCKS_PER_MULTIPROCESSOR = 32;

    private static final Map<Integer, KernelFailure> FAILURES = Map.of(
            CUresult.CUDA_ERROR_OUT_OF_MEMORY, KernelFailure.OOM,
            CUresult.CUDA_ERROR_NO_DEVICE, KernelFailure.NO_DEVICE,
            CUresult.CUDA_ERROR_INVALID_IMAGE, KernelFailure.PTX_REJECTED,
            CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU, KernelFailure.PTX_REJECTED,
            CUresult.CUDA_ERROR_INVALID_PTX, KernelFailure.PTX_REJECTED,
            CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION, KernelFailure.PTX_REJECTED);

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final CUevent before = new CUevent();
    private final CUevent after = new CUevent();
    private final Map<KernelCode, CUmodule> modules = new EnumMap<>(KernelCode.class);
    private final Deque<Runnable> cleanups = new ArrayDeque<>();
    private final int driverVersion;
    private final int multiprocessors;
    private final int capability;

    CudaDevice() {
        JCudaDriver.setExceptionsEnabled(false);
        check("cuInit", JCudaDriver.cuInit(0));
        int[] number = new int[1];
        check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(number));
        driverVersion = number[0];
        if (driverVersion < OLDEST_DRIVER)
            throw new KernelException(
                    KernelFailure.DRIVER_TOO_OLD,
                    "the NVIDIA driver serves CUDA " + driver() + "; install driver 525 or newer");
        check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, 0));
        multiprocessors = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        capability = 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        if (capability < OLDEST_DEVICE)
            throw new KernelException(
                    KernelFailure.GPU_TOO_OLD,
                    name() + " has compute capability " + capabilityText() + "; the kernels need 7.5 or newer");
        check("cuCtxCreate", JCudaDriver.cuCtxCreate(context, 0, device));
        check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, 0));
        check("cuEventCreate", JCudaDriver.cuEventCreate(before, 0));
        check("cuEventCreate", JCudaDriver.cuEventCreate(after, 0));
    }

    /** What is recorded of the environment. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("gpu", name());
        facts.put("gpuComputeCapability", capabilityText());
        facts.put("gpuMultiprocessors", String.valueOf(multiprocessors));
        facts.put("cuda", driver());
        return facts;
    }

    /** Where it is plugged in, by which others that watch it know it; empty if the driver does not say. */
    String pciAddress() {
        String[] address = new String[1];
        return JCudaDriver.cuDeviceGetPCIBusId(address, 64, device) == CUresult.CUDA_SUCCESS
                ? address[0].split("\0", 2)[0]
                : "";
    }

    /** Ten times what people say: 90 for 9.0. */
    int capability() {
        return capability;
    }

    int multiprocessors() {
        return multiprocessors;
    }

    /** In bytes. */
    int secondLevelCache() {
        return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
    }

    /** Of the multiprocessors, in hertz; 0 where the driver does not tell. */
    double highestClock() {
        int[] kilohertz = new int[1];
        int asked =
                JCudaDriver.cuDeviceGetAttribute(kilohertz, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE, device);
        return asked == CUresult.CUDA_SUCCESS ? kilohertz[0] * 1e3 : 0;
    }

    CUstream stream() {
        return stream;
    }

    /** Device memory, not cleared, until {@link #release()}. */
    CUdeviceptr allocate(long bytes) {
        CUdeviceptr memory = take(bytes);
        cleanups.push(() -> JCudaDriver.cuMemFree(memory));
        return memory;
    }

    /** Device memory, not cleared, until it is {@link #give given} back. */
    CUdeviceptr take(long bytes) {
        CUdeviceptr memory = new CUdeviceptr();
        check("cuMemAlloc of " + (bytes >> 20) + " MiB", JCudaDriver.cuMemAlloc(memory, bytes));
        return memory;
    }

    void give(CUdeviceptr memory) {
        check("cuMemFree", JCudaDriver.cuMemFree(memory));
    }

    /** Whether memory can be taken and given back in the order of what is enqueued. */
    boolean hasMemoryPools() {
        return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) != 0;
    }

    /** Memory for what is enqueued after this, until {@link #giveInOrder}. */
    CUdeviceptr takeInOrder(long bytes) {
        CUdeviceptr memory = new CUdeviceptr();
        check("cuMemAllocAsync of " + (bytes >> 20) + " MiB", JCudaDriver.cuMemAllocAsync(memory, bytes, stream));
        return memory;
    }

    void giveInOrder(CUdeviceptr memory) {
        check("cuMemFreeAsync", JCudaDriver.cuMemFreeAsync(memory, stream));
    }

    /** Memory of the host that the device reaches without a copy in between, until {@link #release()}. */
    Pointer allocatePinned(long bytes) {
        Pointer memory = new Pointer();
        int flags = JCudaDriver.CU_MEMHOSTALLOC_DEVICEMAP;
        check("cuMemHostAlloc of " + (bytes >> 20) + " MiB", JCudaDriver.cuMemHostAlloc(memory, bytes, flags));
        cleanups.push(() -> JCudaDriver.cuMemFreeHost(memory));
        return memory;
    }

    /** Where kernels see pinned memory. */
    CUdeviceptr mapped(Pointer pinned) {
        CUdeviceptr memory = new CUdeviceptr();
        check("cuMemHostGetDevicePointer", JCudaDriver.cuMemHostGetDevicePointer(memory, pinned, 0));
        return memory;
    }

    void upload(CUdeviceptr to, long offset, Pointer from, long bytes) {
        check("cuMemcpyHtoD", JCudaDriver.cuMemcpyHtoD(to.withByteOffset(offset), from, bytes));
    }

    void download(Pointer to, CUdeviceptr from, long offset, long bytes) {
        check("cuMemcpyDtoH", JCudaDriver.cuMemcpyDtoH(to, from.withByteOffset(offset), bytes));
    }

    /** Enqueues a copy from pinned memory. */
    void copyIn(CUdeviceptr to, Pointer from, long bytes) {
        check("cuMemcpyHtoDAsync", JCudaDriver.cuMemcpyHtoDAsync(to, from, bytes, stream));
    }

    /** Enqueues a copy to pinned memory. */
    void copyOut(Pointer to, CUdeviceptr from, long bytes) {
        check("cuMemcpyDtoHAsync", JCudaDriver.cuMemcpyDtoHAsync(to, from, bytes, stream));
    }

    /** Enqueues a copy within the device. */
    void copyWithin(CUdeviceptr to, CUdeviceptr from, long bytes) {
        check("cuMemcpyDtoDAsync", JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, stream));
    }

    /** Enqueues zeroes. */
    void clear(CUdeviceptr memory, long bytes) {
        check("cuMemsetD8Async", JCudaDriver.cuMemsetD8Async(memory, (byte) 0, bytes, stream));
    }

    /** A kernel for so many elements, by threads that each take every so-manieth. */
    Runnable forEach(long elements, KernelCode code, String name, Object... arguments) {
        long blocks = Math.min((elements + THREADS - 1) / THREADS, (long) multiprocessors * BLOCKS_PER_MULTIPROCESSOR);
        return kernel((int) blocks, 1, THREADS, code, name, arguments);
    }

    /**
     * A kernel, ready to be enqueued again and again.
     *
     * @param arguments device pointers, int, long, float and double as the kernel declares them
     */
    Runnable kernel(int columns, int rows, int threads, KernelCode code, String name, Object... arguments) {
        CUfunction function = new CUfunction();
        check("cuModuleGetFunction " + name, JCudaDriver.cuModuleGetFunction(function, module(code), name));
        Pointer parameters = parameters(arguments);
        return () -> check(
                "launch of " + name,
                JCudaDriver.cuLaunchKernel(function, columns, rows, 1, threads, 1, 1, 0, stream, parameters, null));
    }

    static Pointer parameters(Object... arguments) {
        Pointer[] pointers = new Pointer[arguments.length];
        for (int i = 0; i < pointers.length; i++) pointers[i] = pointerTo(arguments[i]);
        return Pointer.to(pointers);
    }

    private static Pointer pointerTo(Object argument) {
        if (argument instanceof CUdeviceptr memory) return Pointer.to(memory);
        if (argument instanceof Long number) return Pointer.to(new long[] {number});
        if (argument instanceof Integer number) return Pointer.to(new int[] {number});
        if (argument instanceof Float number) return Pointer.to(new float[] {number});
        if (argument instanceof Double number) return Pointer.to(new double[] {number});
        throw new IllegalArgumentException("no argument of a kernel: " + argument);
    }

    private CUmodule module(KernelCode code) {
        return modules.computeIfAbsent(code, absent -> {
            CUmodule module = new CUmodule();
            // The driver reads up to the zero at the end.
            Pointer text = Pointer.to((code.ptx() + "\0").getBytes(StandardCharsets.US_ASCII));
            check(
                    "loading the kernels of " + code.fileName(),
                    JCudaDriver.cuModuleLoadDataEx(module, text, 0, new int[0], Pointer.to(new int[0])));
            return module;
        });
    }

    /** Enqueues the start of what is timed. */
    void markStart() {
        check("cuEventRecord", JCudaDriver.cuEventRecord(before, stream));
    }

    /** Enqueues its end. */
    void markEnd() {
        check("cuEventRecord", JCudaDriver.cuEventRecord(after, stream));
    }

    /** Waits for the end, and tells the seconds since the start. */
    double secondsBetweenMarks() {
        check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(after));
        float[] milliseconds = new float[1];
        check("cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(milliseconds, before, after));
        return milliseconds[0] / 1e3;
    }

    void synchronize() {
        check("waiting for the kernel", JCudaDriver.cuStreamSynchronize(stream));
    }

    /** Of what is to be given back with the memory. */
    void uponRelease(Runnable cleanup) {
        cleanups.push(cleanup);
    }

    /** Frees all that was allocated. */
    void release() {
        while (!cleanups.isEmpty()) cleanups.pop().run();
    }

    @Override
    public void close() {
        release();
        modules.values().forEach(JCudaDriver::cuModuleUnload);
        JCudaDriver.cuEventDestroy(before);
        JCudaDriver.cuEventDestroy(after);
        JCudaDriver.cuCtxDestroy(context);
    }

    private String name() {
        byte[] name = new byte[256];
        check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
        return new String(name, StandardCharsets.UTF_8).split("\0", 2)[0];
    }

    private String capabilityText() {
        return capability / 10 + "." + capability % 10;
    }

    private String driver() {
        return driverVersion / 1000 + "." + driverVersion % 1000 / 10;
    }

    private int attribute(int attribute) {
        int[] value = new int[1];
        check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    /** @throws KernelException if the driver's answer is not success */
    static void check(String what, int result) {
        if (result == CUresult.CUDA_SUCCESS) return;
        throw new KernelException(
                FAILURES.getOrDefault(result, KernelFailure.DRIVER_FAILED),
                what + " failed with " + CUresult.stringFor(result));
    }
}

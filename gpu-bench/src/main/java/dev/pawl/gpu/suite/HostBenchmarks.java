package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import dev.pawl.gpu.suite.KernelBenchmark.TimedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** What the host waits for: launches, one there and back and many in a row, and memory taken and given back. */
final class HostBenchmarks {

    /** So many times one after the other: what is given back in order can be taken again before the device is idle. */
    private static final int IN_ORDER = 16;

    /** So many that waiting for the last does not matter, and few enough for the queue of any device. */
    private static final int LAUNCHES = 200;

    private HostBenchmarks() {}

    static List<KernelBenchmark> all(Effort effort) {
        long bytes = effort.elements();
        return List.of(
                new KernelBenchmark("host.round_trip", Map.of(), 0, 0, "op/s", TimedBy.HOST, MemoryBenchmarks::empty),
                launches(),
                allocation("host.allocate", bytes, 1, device -> prepared(bytes, 1, device, device::take, device::give)),
                allocation("host.allocate_in_order", bytes, IN_ORDER, device -> {
                    if (!device.hasMemoryPools())
                        throw new KernelException(KernelFailure.UNSUPPORTED, "the device has no memory pools");
                    return prepared(bytes, IN_ORDER, device, device::takeInOrder, device::giveInOrder);
                }));
    }

    /** As fast as the host enqueues, which takes longer than an empty kernel. */
    private static KernelBenchmark launches() {
        Map<String, String> params = Map.of("times", String.valueOf(LAUNCHES));
        return new KernelBenchmark("host.launches", params, 0, LAUNCHES, "op/s", TimedBy.HOST, device -> {
            Prepared one = MemoryBenchmarks.empty(device);
            return new Prepared(
                    () -> {
                        for (int i = 0; i < LAUNCHES; i++) one.launch().run();
                    },
                    one.check());
        });
    }

    private static KernelBenchmark allocation(
            String name, long bytes, int times, Function<CudaDevice, Prepared> preparation) {
        Map<String, String> params = Map.of("bytes", String.valueOf(bytes), "times", String.valueOf(times));
        return new KernelBenchmark(name, params, 0, times, "op/s", TimedBy.HOST, preparation);
    }

    private static Prepared prepared(
            long bytes, int times, CudaDevice device, LongFunction<CUdeviceptr> take, Consumer<CUdeviceptr> give) {
        return new Prepared(
                () -> {
                    for (int i = 0; i < times; i++) give.accept(take.apply(bytes));
                },
                () -> expectSeparate(bytes, device, take, give));
    }

    /** Several at a time keep what is written into each, to the last byte. */
    private static void expectSeparate(
            long bytes, CudaDevice device, LongFunction<CUdeviceptr> take, Consumer<CUdeviceptr> give) {
        List<CUdeviceptr> taken = new ArrayList<>();
        for (byte number = 0; number < 3; number++) {
            CUdeviceptr memory = take.apply(bytes);
            taken.add(memory);
            device.synchronize();
            device.upload(memory, 0, Pointer.to(new byte[] {number}), 1);
            device.upload(memory, bytes - 1, Pointer.to(new byte[] {number}), 1);
        }
        for (byte number = 0; number < 3; number++) {
            byte[] ends = new byte[2];
            device.download(Pointer.to(ends), taken.get(number), 0, 1);
            device.download(Pointer.to(ends).withByteOffset(1), taken.get(number), bytes - 1, 1);
            if (ends[0] != number || ends[1] != number)
                throw new KernelException(
                        KernelFailure.WRONG_RESULT,
                        "memory that was taken overlaps with other, or does not keep bytes");
        }
        taken.forEach(give);
        device.synchronize();
    }
}

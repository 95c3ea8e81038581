package dev.pawl.gpu.suite;

import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import dev.pawl.gpu.suite.KernelBenchmark.TimedBy;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** Copies between the host and the device, and within the device. */
final class TransferBenchmarks {

    /** A page: what a copy takes however little it copies. */
    private static final long SMALL = 4096;

    private TransferBenchmarks() {}

    static List<KernelBenchmark> all(Effort effort) {
        long large = effort.elements() * Float.BYTES;
        return List.of(
                toDevice(SMALL),
                toDevice(large),
                toHost(SMALL),
                toHost(large),
                withinDevice(large),
                pageableToDevice(large),
                deviceToPageable(large));
    }

    private static KernelBenchmark toDevice(long bytes) {
        return KernelBenchmark.moving("transfer.host_to_device", size(bytes), bytes, device -> {
            Pointer host = device.allocatePinned(bytes);
            fill(host, bytes, 1);
            CUdeviceptr target = device.allocate(bytes);
            return new Prepared(
                    () -> device.copyIn(target, host, bytes), () -> expectCopied(device, target, host, bytes));
        });
    }

    private static KernelBenchmark toHost(long bytes) {
        return KernelBenchmark.moving("transfer.device_to_host", size(bytes), bytes, device -> {
            Pointer host = device.allocatePinned(bytes);
            CUdeviceptr source = filled(device, host, bytes, 2);
            Pointer back = device.allocatePinned(bytes);
            return new Prepared(() -> device.copyOut(back, source, bytes), () -> expectSame(host, back, bytes));
        });
    }

    private static KernelBenchmark withinDevice(long bytes) {
        return KernelBenchmark.moving("transfer.device_to_device", size(bytes), 2.0 * bytes, device -> {
            Pointer host = device.allocatePinned(bytes);
            CUdeviceptr source = filled(device, host, bytes, 3);
            CUdeviceptr target = device.allocate(bytes);
            return new Prepared(
                    () -> device.copyWithin(target, source, bytes), () -> expectCopied(device, target, host, bytes));
        });
    }

    private static KernelBenchmark pageableToDevice(long bytes) {
        return pageable("transfer.pageable_to_device", bytes, device -> {
            Pointer host = pageable(bytes);
            fill(host, bytes, 4);
            CUdeviceptr target = device.allocate(bytes);
            return new Prepared(
                    () -> device.upload(target, 0, host, bytes), () -> expectCopied(device, target, host, bytes));
        });
    }

    private static KernelBenchmark deviceToPageable(long bytes) {
        return pageable("transfer.device_to_pageable", bytes, device -> {
            Pointer host = device.allocatePinned(bytes);
            CUdeviceptr source = filled(device, host, bytes, 5);
            Pointer back = pageable(bytes);
            // Memory that was never touched has no pages yet; the first copy into it is not what is measured.
            fill(back, bytes, 0);
            return new Prepared(() -> device.download(back, source, 0, bytes), () -> expectSame(host, back, bytes));
        });
    }

    /** The driver copies such memory through its own in pieces, and the host waits. */
    private static KernelBenchmark pageable(String name, long bytes, Function<CudaDevice, Prepared> preparation) {
        return new KernelBenchmark(name, size(bytes), bytes, 0, "op/s", TimedBy.HOST, preparation);
    }

    private static Map<String, String> size(long bytes) {
        return Map.of("bytes", String.valueOf(bytes));
    }

    private static Pointer pageable(long bytes) {
        return Pointer.to(ByteBuffer.allocateDirect(Math.toIntExact(bytes)));
    }

    /** Memory of the device with the same content as the host's, which is filled too. */
    private static CUdeviceptr filled(CudaDevice device, Pointer host, long bytes, int seed) {
        fill(host, bytes, seed);
        CUdeviceptr memory = device.allocate(bytes);
        device.upload(memory, 0, host, bytes);
        return memory;
    }

    /** Different in each place, and for each seed. The number of bytes is a multiple of eight. */
    private static void fill(Pointer host, long bytes, int seed) {
        LongBuffer buffer = host.getByteBuffer(0, bytes).asLongBuffer();
        for (int i = 0; i < buffer.limit(); i++) buffer.put(i, (i + 1) * 0x9E3779B97F4A7C15L + seed);
    }

    private static void expectCopied(CudaDevice device, CUdeviceptr found, Pointer expected, long bytes) {
        Pointer back = device.allocatePinned(bytes);
        device.download(back, found, 0, bytes);
        expectSame(expected, back, bytes);
    }

    private static void expectSame(Pointer expected, Pointer found, long bytes) {
        int difference = expected.getByteBuffer(0, bytes).mismatch(found.getByteBuffer(0, bytes));
        if (difference >= 0)
            throw new KernelException(
                    KernelFailure.WRONG_RESULT, "the copy differs from what was copied at byte " + difference);
    }
}

package dev.pawl.gpu.suite;

import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;

/** An array on the device, filled from a formula and checked against one, piece by piece: it may be larger than the heap. */
final class DeviceArray {

    private static final int PIECE = 1 << 20;

    /** The value of an element. */
    interface Formula {
        double at(long index);
    }

    /** The value of an element of 64 bits. */
    interface LongFormula {
        long at(long index);
    }

    private final CudaDevice device;
    private final CUdeviceptr memory;
    private final long elements;

    private DeviceArray(CudaDevice device, long elements, int elementBytes) {
        this.device = device;
        this.elements = elements;
        this.memory = device.allocate(elements * elementBytes);
    }

    static DeviceArray ofFloats(CudaDevice device, long elements) {
        return new DeviceArray(device, elements, Float.BYTES);
    }

    static DeviceArray ofFloats(CudaDevice device, long elements, Formula formula) {
        DeviceArray array = ofFloats(device, elements);
        for (long start = 0; start < elements; start += PIECE) {
            float[] piece = new float[(int) Math.min(PIECE, elements - start)];
            for (int i = 0; i < piece.length; i++) piece[i] = (float) formula.at(start + i);
            device.upload(array.memory, start * Float.BYTES, Pointer.to(piece), (long) piece.length * Float.BYTES);
        }
        return array;
    }

    static DeviceArray ofDoubles(CudaDevice device, long elements) {
        return new DeviceArray(device, elements, Double.BYTES);
    }

    static DeviceArray ofDoubles(CudaDevice device, long elements, Formula formula) {
        DeviceArray array = ofDoubles(device, elements);
        for (long start = 0; start < elements; start += PIECE) {
            double[] piece = new double[(int) Math.min(PIECE, elements - start)];
            for (int i = 0; i < piece.length; i++) piece[i] = formula.at(start + i);
            device.upload(array.memory, start * Double.BYTES, Pointer.to(piece), (long) piece.length * Double.BYTES);
        }
        return array;
    }

    static DeviceArray ofLongs(CudaDevice device, long elements) {
        return new DeviceArray(device, elements, Long.BYTES);
    }

    static DeviceArray ofLongs(CudaDevice device, long elements, LongFormula formula) {
        DeviceArray array = ofLongs(device, elements);
        for (long start = 0; start < elements; start += PIECE) {
            long[] piece = new long[(int) Math.min(PIECE, elements - start)];
            for (int i = 0; i < piece.length; i++) piece[i] = formula.at(start + i);
            device.upload(array.memory, start * Long.BYTES, Pointer.to(piece), (long) piece.length * Long.BYTES);
        }
        return array;
    }

    static DeviceArray ofInts(CudaDevice device, int[] values) {
        DeviceArray array = new DeviceArray(device, values.length, Integer.BYTES);
        device.upload(array.memory, 0, Pointer.to(values), (long) values.length * Integer.BYTES);
        return array;
    }

    CUdeviceptr memory() {
        return memory;
    }

    float[] floats(long start, int count) {
        float[] piece = new float[count];
        device.download(Pointer.to(piece), memory, start * Float.BYTES, (long) count * Float.BYTES);
        return piece;
    }

    long[] longs(long start, int count) {
        long[] piece = new long[count];
        device.download(Pointer.to(piece), memory, start * Long.BYTES, (long) count * Long.BYTES);
        return piece;
    }

    /** @param tolerance largest difference, as a share of the larger of 1 and the expected value */
    void expectFloats(Formula formula, double tolerance) {
        for (long start = 0; start < elements; start += PIECE) {
            float[] piece = floats(start, (int) Math.min(PIECE, elements - start));
            for (int i = 0; i < piece.length; i++) expect(start + i, piece[i], formula.at(start + i), tolerance);
        }
    }

    void expectDoubles(Formula formula, double tolerance) {
        for (long start = 0; start < elements; start += PIECE) {
            double[] piece = new double[(int) Math.min(PIECE, elements - start)];
            device.download(Pointer.to(piece), memory, start * Double.BYTES, (long) piece.length * Double.BYTES);
            for (int i = 0; i < piece.length; i++) expect(start + i, piece[i], formula.at(start + i), tolerance);
        }
    }

    static void expect(long index, double found, double expected, double tolerance) {
        // Written so that what is no number is wrong as well.
        if (!(Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected))))
            throw wrong(index, String.valueOf(found), String.valueOf(expected));
    }

    static KernelException wrong(long index, String found, String expected) {
        return new KernelException(
                KernelFailure.WRONG_RESULT, "element " + index + " is " + found + " and not " + expected);
    }
}

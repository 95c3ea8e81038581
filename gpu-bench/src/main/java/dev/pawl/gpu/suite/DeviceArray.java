package dev.pawl.gpu.suite;

import dev.pawl.gpu.spec.KernelSpec.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** Puts an element into the buffer, or gets it from there. */
    private interface Element {
        void pass(ByteBuffer buffer, long index);
    }

    private final CudaDevice device;
    private final CUdeviceptr memory;
    private final long elements;
    private final int elementBytes;

    private DeviceArray(CudaDevice device, long elements, int elementBytes) {
        this.device = device;
        this.elements = elements;
        this.elementBytes = elementBytes;
        this.memory = device.allocate(elements * elementBytes);
    }

    static DeviceArray ofFloats(CudaDevice device, long elements) {
        return new DeviceArray(device, elements, Float.BYTES);
    }

    static DeviceArray ofFloats(CudaDevice device, long elements, Formula formula) {
        return ofFloats(device, elements).fill((buffer, index) -> buffer.putFloat((float) formula.at(index)));
    }

    static DeviceArray ofDoubles(CudaDevice device, long elements) {
        return new DeviceArray(device, elements, Double.BYTES);
    }

    static DeviceArray ofDoubles(CudaDevice device, long elements, Formula formula) {
        return ofDoubles(device, elements).fill((buffer, index) -> buffer.putDouble(formula.at(index)));
    }

    static DeviceArray ofLongs(CudaDevice device, long elements) {
        return new DeviceArray(device, elements, Long.BYTES);
    }

    static DeviceArray ofLongs(CudaDevice device, long elements, LongFormula formula) {
        return ofLongs(device, elements).fill((buffer, index) -> buffer.putLong(formula.at(index)));
    }

    /** Numbers of 16 bits, of which each must be one exactly. */
    static DeviceArray ofHalves(CudaDevice device, long elements, Formula formula) {
        return new DeviceArray(device, elements, Short.BYTES)
                .fill((buffer, index) -> buffer.putShort(half(formula.at(index))));
    }

    /** Fewer digits and a smaller exponent. */
    private static short half(double value) {
        int bits = Float.floatToIntBits((float) value);
        int size = bits & Integer.MAX_VALUE;
        return (short) (bits >>> 16 & 0x8000 | (size == 0 ? 0 : (size >>> 13) - (112 << 10)));
    }

    static DeviceArray ofInts(CudaDevice device, int[] values) {
        return new DeviceArray(device, values.length, Integer.BYTES)
                .fill((buffer, index) -> buffer.putInt(values[(int) index]));
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
        check((buffer, index) -> expect(index, buffer.getFloat(), formula.at(index), tolerance));
    }

    void expectDoubles(Formula formula, double tolerance) {
        check((buffer, index) -> expect(index, buffer.getDouble(), formula.at(index), tolerance));
    }

    static DeviceArray ofInts(CudaDevice device, long elements, LongFormula formula) {
        return new DeviceArray(device, elements, Integer.BYTES)
                .fill((buffer, index) -> buffer.putInt(Math.toIntExact(formula.at(index))));
    }

    void expectInts(LongFormula formula) {
        check((buffer, index) -> expectWhole(index, buffer.getInt(), Math.toIntExact(formula.at(index))));
    }

    void expectLongs(LongFormula formula) {
        check((buffer, index) -> expectWhole(index, buffer.getLong(), formula.at(index)));
    }

    /** That it holds what another array of as many elements does. */
    void expectSame(DeviceArray other, Type type, double tolerance) {
        for (long start = 0; start < elements; start += PIECE) {
            ByteBuffer found = downloaded(start);
            ByteBuffer expected = other.downloaded(start);
            for (long index = start; found.hasRemaining(); index++) {
                switch (type) {
                    case F32 -> expect(index, found.getFloat(), expected.getFloat(), tolerance);
                    case F64 -> expect(index, found.getDouble(), expected.getDouble(), tolerance);
                    case I32 -> expectWhole(index, found.getInt(), expected.getInt());
                    case I64 -> expectWhole(index, found.getLong(), expected.getLong());
                }
            }
        }
    }

    private static void expectWhole(long index, long found, long expected) {
        if (found != expected) throw wrong(index, String.valueOf(found), String.valueOf(expected));
    }

    private DeviceArray fill(Element element) {
        for (long start = 0; start < elements; start += PIECE) {
            ByteBuffer piece = piece(start);
            for (long index = start; piece.hasRemaining(); index++) element.pass(piece, index);
            device.upload(memory, start * elementBytes, Pointer.to(piece.rewind()), piece.capacity());
        }
        return this;
    }

    private void check(Element element) {
        for (long start = 0; start < elements; start += PIECE) {
            ByteBuffer piece = downloaded(start);
            for (long index = start; piece.hasRemaining(); index++) element.pass(piece, index);
        }
    }

    private ByteBuffer downloaded(long start) {
        ByteBuffer piece = piece(start);
        device.download(Pointer.to(piece), memory, start * elementBytes, piece.capacity());
        return piece;
    }

    private ByteBuffer piece(long start) {
        return ByteBuffer.allocate((int) Math.min(PIECE, elements - start) * elementBytes)
                .order(ByteOrder.nativeOrder());
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

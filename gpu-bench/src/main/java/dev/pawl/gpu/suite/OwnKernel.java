package dev.pawl.gpu.suite;

import dev.pawl.gpu.spec.Content;
import dev.pawl.gpu.spec.KernelSpec;
import dev.pawl.gpu.spec.KernelSpec.Argument;
import dev.pawl.gpu.spec.KernelSpec.Check;
import dev.pawl.gpu.spec.KernelSpec.Reference;
import dev.pawl.gpu.suite.KernelBenchmark.Prepared;
import java.util.Arrays;
import java.util.List;
import jcuda.driver.CUdeviceptr;

/** A kernel of a spec file at one combination of its axes, on a device. */
final class OwnKernel {

    private final CudaDevice device;
    private final KernelSpec spec;
    private final long[] values;

    OwnKernel(CudaDevice device, KernelSpec spec, long[] values) {
        this.device = device;
        this.spec = spec;
        this.values = values;
    }

    /** @throws KernelException if the code is not taken, or there is too little memory */
    Prepared prepare() {
        OwnModule module = new OwnModule(device, spec.code());
        Object[] arguments = arguments();
        Runnable launch = module.kernel(spec.entry(), spec.launch(), values, passed(arguments));
        Check check = spec.check();
        return new Prepared(launch, check == null ? () -> {} : () -> verify(check, arguments));
    }

    private void verify(Check check, Object[] arguments) {
        Argument argument = spec.arguments().get(check.buffer());
        DeviceArray found = (DeviceArray) arguments[check.buffer()];
        Content expected = check.expected();
        Reference reference = check.reference();
        try {
            if (expected != null) {
                compare(argument, found, expected, check.tolerance());
            } else if (reference != null) {
                Object[] fresh = arguments();
                new OwnModule(device, reference.code())
                        .kernel(reference.entry(), reference.launch(), values, passed(fresh))
                        .run();
                device.synchronize();
                found.expectSame((DeviceArray) fresh[check.buffer()], argument.type(), check.tolerance());
            }
        } catch (ArithmeticException none) {
            throw new KernelException(
                    KernelFailure.WRONG_RESULT, "'equals' has no value for some element: " + none.getMessage());
        }
    }

    private void compare(Argument argument, DeviceArray found, Content expected, double tolerance) {
        switch (argument.type()) {
            case F32 -> found.expectFloats(index -> expected.of(element(index)), tolerance);
            case F64 -> found.expectDoubles(index -> expected.of(element(index)), tolerance);
            case I32 -> found.expectInts(index -> expected.wholeOf(element(index)));
            case I64 -> found.expectLongs(index -> expected.wholeOf(element(index)));
        }
    }

    /** New buffers with their content, and numbers. */
    private Object[] arguments() {
        List<Argument> all = spec.arguments();
        Object[] arguments = new Object[all.size()];
        for (int i = 0; i < arguments.length; i++) arguments[i] = argument(all.get(i));
        return arguments;
    }

    private Object argument(Argument argument) {
        Content content = argument.content();
        if (argument.elements() == null)
            return switch (argument.type()) {
                case I32 -> Math.toIntExact(content.wholeOf(values));
                case I64 -> content.wholeOf(values);
                case F32 -> (float) content.of(values);
                case F64 -> content.of(values);
            };
        long elements = argument.elements().of(values);
        try {
            return switch (argument.type()) {
                case I32 -> DeviceArray.ofInts(device, elements, index -> content.wholeOf(element(index)));
                case I64 -> DeviceArray.ofLongs(device, elements, index -> content.wholeOf(element(index)));
                case F32 -> DeviceArray.ofFloats(device, elements, index -> content.of(element(index)));
                case F64 -> DeviceArray.ofDoubles(device, elements, index -> content.of(element(index)));
            };
        } catch (ArithmeticException none) {
            throw new KernelException(
                    KernelFailure.WRONG_RESULT, "'init' has no value for some element: " + none.getMessage());
        }
    }

    /** Values of the axes and of {@code i}. */
    private long[] element(long index) {
        long[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = index;
        return all;
    }

    private static Object[] passed(Object[] arguments) {
        Object[] passed = arguments.clone();
        for (int i = 0; i < passed.length; i++)
            if (passed[i] instanceof DeviceArray array) passed[i] = (CUdeviceptr) array.memory();
        return passed;
    }
}

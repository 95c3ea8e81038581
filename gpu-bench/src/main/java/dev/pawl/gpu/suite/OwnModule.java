package dev.pawl.gpu.suite;

import dev.pawl.gpu.spec.Expression;
import dev.pawl.gpu.spec.KernelSpec.Launch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;

/** Somebody's own compiled code on the device, until the device's memory is released. */
final class OwnModule {

    private static final int LOG_BYTES = 4096;

    /** Of more dynamic shared memory a kernel must be told before. */
    private static final int SHARED_BY_DEFAULT = 48 << 10;

    private final CudaDevice device;
    private final CUmodule module = new CUmodule();

    /** @throws KernelException if the code does not compile, or the driver does not take it */
    OwnModule(CudaDevice device, Path code) {
        this.device = device;
        byte[] image = image(code);
        // The driver reads text up to the zero at its end.
        Pointer pointer = Pointer.to(Arrays.copyOf(image, image.length + 1));
        byte[] log = new byte[LOG_BYTES];
        JITOptions options = new JITOptions();
        options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, log);
        options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
        int result = JCudaDriver.cuModuleLoadDataJIT(module, pointer, options);
        String said = new String(log, StandardCharsets.UTF_8)
                .split("\0", 2)[0]
                .replaceAll("\\s*\\R\\s*", " | ")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        CudaDevice.check("loading " + code.getFileName() + (said.isEmpty() ? "" : " (" + said + ")"), result);
        device.uponRelease(() -> JCudaDriver.cuModuleUnload(module));
    }

    private byte[] image(Path code) {
        if (code.toString().toLowerCase(Locale.ROOT).endsWith(".cu"))
            return new RuntimeCompiler().compile(code, device.capability());
        try {
            return Files.readAllBytes(code);
        } catch (IOException unreadable) {
            throw new KernelException(KernelFailure.COMPILE_FAILED, code + " cannot be read");
        }
    }

    /**
     * A kernel, ready to be enqueued again and again.
     *
     * @param values of the axes
     * @param arguments as for {@link CudaDevice#kernel}
     */
    Runnable kernel(String entry, Launch launch, long[] values, Object... arguments) {
        CUfunction function = new CUfunction();
        int found = JCudaDriver.cuModuleGetFunction(function, module, entry);
        if (found == CUresult.CUDA_ERROR_NOT_FOUND)
            throw new KernelException(
                    KernelFailure.PTX_REJECTED,
                    "the code has no kernel '" + entry + "'; C++ changes names, unless the source says extern \"C\"");
        CudaDevice.check("cuModuleGetFunction " + entry, found);
        int shared = (int) launch.shared().of(values);
        if (shared > SHARED_BY_DEFAULT)
            CudaDevice.check(
                    "asking for " + shared + " bytes of shared memory",
                    JCudaDriver.cuFuncSetAttribute(
                            function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, shared));
        int[] grid = shape(launch.grid(), values);
        int[] block = shape(launch.block(), values);
        Pointer parameters = CudaDevice.parameters(arguments);
        return () -> CudaDevice.check(
                "launch of " + entry,
                JCudaDriver.cuLaunchKernel(
                        function,
                        grid[0],
                        grid[1],
                        grid[2],
                        block[0],
                        block[1],
                        block[2],
                        shared,
                        device.stream(),
                        parameters,
                        null));
    }

    private static int[] shape(List<Expression> sizes, long[] values) {
        int[] shape = {1, 1, 1};
        for (int i = 0; i < sizes.size(); i++) shape[i] = (int) sizes.get(i).of(values);
        return shape;
    }
}

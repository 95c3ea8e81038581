package dev.pawl.gpu.suite;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * NVRTC, the compiler of the CUDA toolkit as a library, called through JNA. It is not part of the driver: where it is not
 * installed, kernels must come compiled.
 */
final class RuntimeCompiler {

    /** Newest first: a newer one knows more devices. */
    private static final String[] LIBRARIES = {"libnvrtc.so.13", "libnvrtc.so.12"};

    private static final int LONGEST_LOG = 2000;

    private final NativeLibrary library;

    /** @throws KernelException if the library is not on this machine */
    RuntimeCompiler() {
        this.library = load();
    }

    private static NativeLibrary load() {
        for (String name : LIBRARIES) {
            try {
                return NativeLibrary.getInstance(name);
            } catch (UnsatisfiedLinkError absent) {
                continue;
            }
        }
        throw new KernelException(
                KernelFailure.NO_COMPILER,
                "a .cu file needs NVRTC, and neither " + String.join(" nor ", LIBRARIES)
                        + " can be loaded; put the CUDA toolkit's lib64 into LD_LIBRARY_PATH, or compile it"
                        + " yourself: nvcc -cubin -arch=native");
    }

    /**
     * The machine code of a source file.
     *
     * @param capability of the device, such as 90
     * @throws KernelException if it does not compile; the message has the first error
     */
    byte[] compile(Path source, int capability) {
        PointerByReference program = new PointerByReference();
        try {
            String text = Files.readString(source);
            check(
                    call(
                            "nvrtcCreateProgram",
                            program,
                            text,
                            source.getFileName().toString(),
                            0,
                            null,
                            null),
                    "nvrtcCreateProgram");
        } catch (IOException unreadable) {
            throw new KernelException(KernelFailure.COMPILE_FAILED, source + " cannot be read");
        }
        try {
            String[] options = {
                "--gpu-architecture=sm_" + capability,
                "--include-path=" + source.toAbsolutePath().getParent(),
            };
            if (call("nvrtcCompileProgram", program.getValue(), options.length, options) != 0)
                throw new KernelException(
                        KernelFailure.COMPILE_FAILED, source.getFileName() + ": " + log(program.getValue()));
            return code(program.getValue());
        } finally {
            call("nvrtcDestroyProgram", program);
        }
    }

    private byte[] code(Pointer program) {
        Memory code = read(program, "nvrtcGetCUBIN");
        return code.getByteArray(0, (int) code.size());
    }

    /** What the compiler said, as one line. */
    private String log(Pointer program) {
        String log = read(program, "nvrtcGetProgramLog").getString(0, StandardCharsets.UTF_8.name());
        String line = log.replaceAll("\\s*\\R\\s*", " | ")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
        return line.length() <= LONGEST_LOG ? line : line.substring(0, LONGEST_LOG);
    }

    /** The library tells the size of everything by a function of its own. */
    private Memory read(Pointer program, String what) {
        NativeLongByReference size = new NativeLongByReference(new NativeLong(0));
        check(call(what + "Size", program, size), what + "Size");
        Memory memory = new Memory(Math.max(1, size.getValue().longValue()));
        memory.clear();
        check(call(what, program, memory), what);
        return memory;
    }

    private static void check(int result, String what) {
        if (result != 0) throw new KernelException(KernelFailure.COMPILE_FAILED, what + " failed with " + result);
    }

    private int call(String name, Object... arguments) {
        Function function = library.getFunction(name);
        return function.invokeInt(arguments);
    }
}

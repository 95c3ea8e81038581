package dev.pawl.gpu.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The compiled kernels that lie in this jar: PTX, which the driver turns into the device's own instructions. */
enum KernelCode {
    STREAM,
    REDUCTION,
    ARITHMETIC,
    GEMM,
    MODULAR,
    SOFTMAX,
    SCATTER,
    TENSOR,
    ATTENTION,
    TIMING;

    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String ptx() {
        try (InputStream in = KernelCode.class.getResourceAsStream("/kernels/" + fileName() + ".ptx")) {
            if (in == null) throw new IllegalStateException("this build lacks the kernels of " + fileName());
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

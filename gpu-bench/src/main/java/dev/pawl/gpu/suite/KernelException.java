package dev.pawl.gpu.suite;

/** A GPU benchmark gives no result; the message says why, in one line. */
final class KernelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final KernelFailure failure;

    KernelException(KernelFailure failure, String message) {
        super(message);
        this.failure = failure;
    }

    KernelFailure failure() {
        return failure;
    }
}

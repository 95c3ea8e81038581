package dev.pawl.wire;

/** JSON that is not what Pawl itself would have written. The message says what is wrong and where. */
public final class MalformedJsonException extends RuntimeException {

    private final String pointer;

    /**
     * @param pointer JSON pointer to the place, such as {@code /results/3/verdict}
     */
    public MalformedJsonException(String pointer, String what) {
        super(what + " at " + (pointer.isEmpty() ? "the top" : pointer));
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }
}

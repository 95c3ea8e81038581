package dev.pawl.cli;

/** The command line. */
public final class Pawl {
    private Pawl() {}

    public static void main(String[] arguments) {
        System.exit(0);
    }
}

package dev.pawl.cli;

/**
 * Runs typical commands in one JVM. The launcher starts it once per build to record which classes the JVM's class archive
 * should hold; what the commands print or answer is of no interest.
 */
final class ArchivedClasses {
    private ArchivedClasses() {}

    public static void main(String[] arguments) {
        Pawl.run("--version");
        Pawl.run("gpu", "probe");
    }
}

package dev.pawl.gpu;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where JCuda unpacks its native libraries: it does so to a fixed name in the temporary folder, and loads whatever already lies
 * there. On a shared machine that is an invitation to plant one, so it is given a folder that only this user can write.
 */
public final class PrivateNatives {

    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    private PrivateNatives() {}

    /**
     * Runs what touches a class of JCuda for the first time. Not thread-safe: it sets a system property meanwhile.
     *
     * @throws LinkageError if JCuda or a library that it needs cannot be loaded
     */
    public static <T> T load(Supplier<T> firstUse) {
        String before = System.getProperty(TEMPORARY_FOLDER);
        Path folder = privateFolder();
        try {
            System.setProperty(TEMPORARY_FOLDER, folder.toString());
            return firstUse.get();
        } finally {
            System.setProperty(TEMPORARY_FOLDER, before);
            delete(folder);
        }
    }

    private static Path privateFolder() {
        try {
            return Files.createTempDirectory("pawl-gpu");
        } catch (IOException notWritable) {
            throw new UncheckedIOException(notWritable);
        }
    }

    private static void delete(Path folder) {
        File[] files = folder.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
            // A library that is loaded cannot be deleted on Windows before the process ends.
            if (!file.delete()) file.deleteOnExit();
        }
        if (!folder.toFile().delete()) folder.toFile().deleteOnExit();
    }
}

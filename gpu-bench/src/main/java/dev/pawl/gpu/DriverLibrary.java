package dev.pawl.gpu;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the NVIDIA driver's library lies, found by looking and not by loading.
 *
 * <p>Loading JCuda on a machine without a driver ends in pages of nested link errors and leaves its class unusable, so the
 * library's presence is known beforehand. The folders are those that the dynamic linker searches.
 *
 * @param root the file system's root; another folder in tests
 */
record DriverLibrary(Path root, Map<String, String> environment) {

    static final String LINUX_NAME = "libcuda.so.1";
    static final String WINDOWS_NAME = "nvcuda.dll";

    /** Beside those of the linker's configuration: the usual ones, containers' mounts, and Windows' own Linux. */
    private static final List<String> LINUX_FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/lib64",
            "/usr/lib",
            "/lib",
            "/usr/local/nvidia/lib64",
            "/usr/lib/wsl/lib",
            "/run/opengl-driver/lib");

    Optional<Path> onLinux() {
        Set<String> folders = new LinkedHashSet<>();
        for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split(":"))
            if (!folder.isBlank()) folders.add(folder);
        folders.addAll(LINUX_FOLDERS);
        folders.addAll(configuredFolders());
        return folders.stream()
                .map(folder -> below(folder).resolve(LINUX_NAME))
                .filter(Files::exists)
                .findFirst();
    }

    Optional<Path> onWindows() {
        String windows = environment.getOrDefault("SystemRoot", "C:\\Windows");
        return Optional.of(Path.of(windows + File.separator + "System32" + File.separator + WINDOWS_NAME))
                .filter(Files::exists);
    }

    /** The folders that {@code /etc/ld.so.conf.d} names, where driver packages and container runtimes put theirs. */
    private List<String> configuredFolders() {
        Path configuration = below("/etc/ld.so.conf.d");
        if (!Files.isDirectory(configuration)) return List.of();
        try (Stream<Path> files = Files.list(configuration)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .flatMap(DriverLibrary::lines)
                    .map(String::strip)
                    .filter(line -> line.startsWith("/"))
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException | UncheckedIOException unreadable) {
            return Stream.of();
        }
    }

    private Path below(String absolute) {
        return root.resolve(absolute.replaceFirst("^/+", ""));
    }
}

package dev.pawl.gpu.suite;

import dev.pawl.gpu.telemetry.PciAddress;
import dev.pawl.model.ResultFile;
import dev.pawl.parser.ParseException;
import dev.pawl.parser.Parsers;
import dev.pawl.parser.ResultSource;
import dev.pawl.wire.ResultFileJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Where a group's process leaves what it found: a file for each benchmark that is through, by its name. Files and not its output,
 * which drivers and libraries write to as well; each appears complete or not at all, so that what was measured before a crash
 * is kept.
 */
record GroupFolder(Path path) {

    /** Name of what is not about one benchmark but about all that follow. */
    static final String GROUP = "group";

    void write(String benchmark, ResultFile result) throws IOException {
        Path unfinished = path.resolve("unfinished");
        try (OutputStream out = Files.newOutputStream(unfinished)) {
            ResultFileJson.write(out, List.of(result), false);
        }
        Files.move(unfinished, path.resolve(benchmark + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    void write(String benchmark, KernelException failed) throws IOException {
        Path unfinished = path.resolve("unfinished");
        Files.writeString(unfinished, failed.failure() + "\n" + failed.getMessage());
        Files.move(unfinished, path.resolve(benchmark + ".failed"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Between which moments a benchmark was measured, of {@link System#nanoTime()}. */
    record Span(long from, long to) {}

    /** Written before the result itself. */
    void writeSpan(String benchmark, Span span) throws IOException {
        Files.writeString(path.resolve(benchmark + ".span"), span.from() + " " + span.to());
    }

    Optional<Span> span(String benchmark) throws IOException {
        Path file = path.resolve(benchmark + ".span");
        if (!Files.exists(file)) return Optional.empty();
        String[] parts = Files.readString(file).split(" ");
        return Optional.of(new Span(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    }

    /** Which GPU measures. */
    void writeDevice(String pciAddress) throws IOException {
        Files.writeString(path.resolve("device"), pciAddress);
    }

    Optional<PciAddress> device() throws IOException {
        Path file = path.resolve("device");
        return Files.exists(file) ? PciAddress.of(Files.readString(file)) : Optional.empty();
    }

    /** @throws KernelException if there is something else than a result */
    Optional<ResultFile> result(String benchmark) throws IOException {
        Path file = path.resolve(benchmark + ".json");
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(Parsers.parse(List.of(ResultSource.ofFile(benchmark + ".json", file)), null)
                    .get(0));
        } catch (ParseException unreadable) {
            throw new KernelException(KernelFailure.CRASH, "the process left an unreadable result");
        }
    }

    Optional<KernelException> failure(String benchmark) throws IOException {
        Path file = path.resolve(benchmark + ".failed");
        if (!Files.exists(file)) return Optional.empty();
        String[] parts = Files.readString(file, StandardCharsets.UTF_8).split("\n", 2);
        return Optional.of(new KernelException(KernelFailure.valueOf(parts[0]), parts[1]));
    }
}

package dev.pawl.cli.client;

import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * The body of an upload, gzipped in a file: it may be sent several times, and kept for later.
 *
 * @param contentType with the boundary that separates the parts
 * @param idempotencyKey the same for every attempt to send this body
 */
public record UploadBody(Path file, String contentType, String idempotencyKey) {

    /**
     * Writes the multipart form: part {@code run}, and a part {@code file} for each source, named by its path.
     *
     * @param file overwritten
     */
    public static UploadBody write(Path file, RunDescription run, List<ResultSource> sources) throws IOException {
        String boundary = "pawl-" + UUID.randomUUID();
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
            header(out, boundary, "name=\"run\"", "application/json");
            out.write(run.toJson().getBytes(StandardCharsets.UTF_8));
            for (ResultSource source : sources) {
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                header(
                        out,
                        boundary,
                        "name=\"file\"; filename=\"" + quoted(source.name()) + "\"",
                        "application/octet-stream");
                try (InputStream in = source.open()) {
                    in.transferTo(out);
                }
            }
            out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new UploadBody(
                file,
                "multipart/form-data; boundary=" + boundary,
                UUID.randomUUID().toString());
    }

    private static void header(OutputStream out, String boundary, String disposition, String type) throws IOException {
        String header = "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: "
                + type + "\r\n\r\n";
        out.write(header.getBytes(StandardCharsets.UTF_8));
    }

    /** As HTML forms have it: what would end the name is percent-encoded. The path is relative, or made so. */
    private static String quoted(String name) {
        return name.replaceFirst("^(\\.\\.?/|/)+", "")
                .replace("\r", "%0D")
                .replace("\n", "%0A")
                .replace("\"", "%22")
                .replace("\\", "/");
    }
}

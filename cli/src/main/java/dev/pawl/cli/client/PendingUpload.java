package dev.pawl.cli.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An upload that found no server, kept in one file to be sent later: a line of JSON that says what it is, then the body exactly
 * as it would have gone over the network. It holds no token.
 *
 * @param project slug of the project that it is for
 */
public record PendingUpload(Path file, String project, String contentType, String idempotencyKey) {

    /** Below the working directory; a {@code .gitignore} beside it keeps what waits out of version control. */
    public static final Path FOLDER = Path.of(".pawl", "pending");

    public static final String SUFFIX = ".pawl-upload";

    private static final String MARK = "{\"pawlUpload\":1,";
    private static final int LONGEST_LINE = 4096;

    /** Keeps a body. The file appears under its name only when it is complete. */
    public static PendingUpload keep(Path folder, String project, UploadBody body) throws IOException {
        Files.createDirectories(folder);
        // What waits here is nobody's source code. Beside the folder, so that `upload .pawl/pending/*` names uploads
        // only.
        Path ignored = folder.resolveSibling(".gitignore");
        if (!Files.exists(ignored)) Files.writeString(ignored, "*\n");
        Path file = folder.resolve(body.idempotencyKey() + SUFFIX);
        Path unfinished = folder.resolve(body.idempotencyKey() + ".unfinished");
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("pawlUpload", 1);
            json.writeStringField("project", project);
            json.writeStringField("contentType", body.contentType());
            json.writeStringField("idempotencyKey", body.idempotencyKey());
            json.writeEndObject();
        }
        line.write('\n');
        try (OutputStream out = Files.newOutputStream(unfinished)) {
            line.writeTo(out);
            Files.copy(body.file(), out);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return new PendingUpload(file, project, body.contentType(), body.idempotencyKey());
    }

    /** Whether a file is one that {@link #keep} wrote, by its content. */
    public static boolean isPending(Path file) {
        if (!Files.isRegularFile(file)) return false;
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MARK.length()), StandardCharsets.UTF_8).equals(MARK);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * @throws IOException if it cannot be read, or is not what {@link #keep} wrote
     */
    public static PendingUpload read(Path file) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                JsonParser json = new JsonFactory().createParser(line(in))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken())
                if (token.isScalarValue()) members.put(json.currentName(), json.getText());
        } catch (JsonProcessingException noJson) {
            throw new IOException("is no upload that was kept: its first line is not what Pawl writes", noJson);
        }
        String project = members.get("project");
        String contentType = members.get("contentType");
        String key = members.get("idempotencyKey");
        if (project == null || contentType == null || key == null)
            throw new IOException("is no upload that was kept by this version of Pawl");
        return new PendingUpload(file, project, contentType, key);
    }

    /** All that wait in a folder, oldest first. */
    public static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        record Aged(Path file, long written) {}
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(file -> new Aged(file, file.toFile().lastModified()))
                    .sorted((one, other) -> Long.compare(one.written(), other.written()))
                    .map(Aged::file)
                    .toList();
        }
    }

    /** Takes the body out again. */
    public UploadBody body(Path target) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                OutputStream out = Files.newOutputStream(target)) {
            line(in);
            in.transferTo(out);
        }
        return new UploadBody(target, contentType, idempotencyKey);
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
            if (line.size() > LONGEST_LINE) throw new IOException("its first line is longer than Pawl writes it");
        }
        return line.toByteArray();
    }
}

package dev.pawl.server.http;

import dev.pawl.parser.ResultSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an upload: one {@code run} with JSON, and a {@code file} for each result file, whose file name is a relative
 * path so that a Criterion tree keeps its shape. It is parsed from memory by Jetty.
 *
 * @param run the JSON, or {@code null} if there is no such part
 */
record MultipartBody(byte @Nullable [] run, List<ResultSource> files) {

    /** A Criterion tree of 1,000 benchmarks has 4,000 files; their sizes are limited together. */
    private static final int MOST_PARTS = 20_000;

    /**
     * @throws ProblemException 400 if the body is not well-formed
     */
    static MultipartBody parse(byte[] body, String contentType) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) throw new ProblemException(400, "the multipart body names no boundary", "Content-Type");
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MOST_PARTS);
        parser.setMaxLength(-1);
        parser.setMaxFileSize(-1);
        parser.setMaxMemoryFileSize(-1);
        try (MultiPartFormData.Parts parts =
                parser.parse(Content.Source.from(ByteBuffer.wrap(body))).join()) {
            byte[] run = null;
            List<ResultSource> files = new ArrayList<>();
            for (MultiPart.Part part : parts) {
                byte[] content = bytes(part);
                switch (nameOf(part)) {
                    case "run" -> {
                        if (run != null)
                            throw ProblemException.badRequest("run", "the upload has more than one part 'run'");
                        run = content;
                    }
                    case "file" ->
                        files.add(ResultSource.ofBytes(relativeName(part.getFileName(), files.size()), content));
                    default ->
                        throw ProblemException.badRequest(
                                nameOf(part), "unknown part; an upload has a part 'run' and parts 'file'");
                }
            }
            return new MultipartBody(run, files);
        } catch (CompletionException e) {
            throw new ProblemException(
                    400, "the multipart body is broken: " + e.getCause().getMessage());
        }
    }

    /** A part that has no name at all has an empty one here, which is as unknown as any other. */
    private static String nameOf(MultiPart.Part part) {
        @Nullable String name = part.getName();
        return name == null ? "" : name;
    }

    private static byte[] bytes(MultiPart.Part part) {
        try {
            ByteBuffer content = Content.Source.asByteBuffer(part.getContentSource());
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(400, "part " + nameOf(part) + " could not be read: " + e.getMessage());
        }
    }

    /** Paths only name things here; nothing is ever written under them. */
    private static String relativeName(@Nullable String fileName, int index) {
        if (fileName == null || fileName.isBlank()) return "file" + (index + 1);
        String name = fileName.replace('\\', '/');
        return name.startsWith("/") ? name.substring(1) : name;
    }
}

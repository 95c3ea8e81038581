package dev.pawl.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests that Jetty refuses before any route sees them (a path that climbs out, headers beyond the limit, no HTTP
 * at all) in the same form as all others, and with the same headers. What Jetty has to say of them goes no farther: it quotes
 * the request.
 */
public final class JettyProblems extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        SecurityHeaders.HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.TYPE);
        response.write(true, body(code), callback);
    }

    /** Without a request that could be parsed there is no more than this. */
    @Override
    public ByteBuffer badMessageError(int status, @Nullable String reason, HttpFields.Mutable fields) {
        SecurityHeaders.HEADERS.forEach(fields::put);
        fields.put(HttpHeader.CONTENT_TYPE, Problems.TYPE);
        return body(status);
    }

    private static ByteBuffer body(int code) {
        String detail = "the request was refused before it was read: " + HttpStatus.getMessage(code);
        return ByteBuffer.wrap(Problems.json(code, detail, null).toString().getBytes(StandardCharsets.UTF_8));
    }
}

package dev.pawl.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.parser.ParseException;
import dev.pawl.server.pipeline.ConflictException;
import dev.pawl.server.pipeline.UnknownProjectException;
import dev.pawl.server.pipeline.UnprocessableUploadException;
import dev.pawl.server.store.StoreBusyException;
import dev.pawl.server.store.StoreFullException;
import dev.pawl.wire.MalformedJsonException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that turns exceptions into answers. 4xx: sending it again does not help, the body says why. 503, 507 and 500:
 * sending it again can help.
 */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    static final String TYPE = "application/problem+json";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "The request is malformed"),
            Map.entry(401, "A token is needed"),
            Map.entry(403, "The token does not allow this"),
            Map.entry(404, "There is no such thing"),
            Map.entry(405, "The method is not allowed here"),
            Map.entry(409, "The upload contradicts what is stored"),
            Map.entry(408, "The request took too long"),
            Map.entry(413, "The upload is too large"),
            Map.entry(414, "The address is too long"),
            Map.entry(415, "The encoding is not understood"),
            Map.entry(422, "The upload cannot be taken"),
            Map.entry(429, "Too many requests"),
            Map.entry(431, "The headers are too large"),
            Map.entry(500, "The server failed"),
            Map.entry(503, "The server is busy"),
            Map.entry(507, "The server's disk is full"));

    private Problems() {}

    static void register(RoutesConfig routes) {
        routes.exception(
                ProblemException.class, (e, context) -> answer(context, e.status(), e.getMessage(), e.pointer()));
        routes.exception(ParseException.class, (e, context) -> answer(context, 422, e.getMessage(), e.where()));
        routes.exception(
                UnprocessableUploadException.class, (e, context) -> answer(context, 422, e.getMessage(), e.pointer()));
        routes.exception(
                MalformedJsonException.class, (e, context) -> answer(context, 400, e.getMessage(), e.pointer()));
        routes.exception(ConflictException.class, (e, context) -> answer(context, 409, e.getMessage(), null));
        routes.exception(
                UnknownProjectException.class,
                (e, context) -> answer(
                        context,
                        404,
                        e.getMessage() + "; make it with 'pawl token create --project' on the server's machine",
                        null));
        routes.exception(StoreBusyException.class, (e, context) -> {
            context.header("Retry-After", "2");
            answer(context, 503, "the database is busy; send it again", null);
        });
        routes.exception(StoreFullException.class, (e, context) -> {
            LOG.error("the disk is full: {}", e.getMessage());
            context.header("Retry-After", "30");
            answer(context, 507, "nothing was stored, because the server's disk is full; send it again later", null);
        });
        routes.exception(MethodNotAllowedResponse.class, (e, context) -> {
            String allowed = e.getDetails().getOrDefault("availableMethods", "");
            context.header("Allow", allowed);
            answer(context, 405, context.method() + " is not for this address; it takes " + allowed, null);
        });
        routes.exception(NotFoundResponse.class, (e, context) -> {
            if (StaticFiles.isForPeople(context)) StaticFiles.sendUnknownPage(context);
            else answer(context, 404, "there is nothing at " + context.path(), null);
        });
        routes.exception(
                HttpResponseException.class,
                (e, context) -> answer(context, e.getStatus(), e.getMessage() == null ? "" : e.getMessage(), null));
        routes.exception(Exception.class, (e, context) -> {
            String request = context.attribute(RequestLog.REQUEST_ID);
            LOG.error("request {} failed", request, e);
            answer(context, 500, "the server failed; its log has more under request " + request, null);
        });
    }

    static void answer(Context context, int status, String detail, @Nullable String pointer) {
        JsonAnswer.send(context.status(status), TYPE, json(status, detail, pointer));
    }

    /** A problem as RFC 9457 writes it. */
    static ObjectNode json(int status, String detail, @Nullable String pointer) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "about:blank");
        problem.put("title", TITLES.getOrDefault(status, "The request failed"));
        problem.put("status", status);
        problem.put("detail", detail);
        if (pointer != null) problem.put("pointer", pointer);
        return problem;
    }
}

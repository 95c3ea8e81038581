package dev.pawl.server.http;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads numbers from a query, with errors that name the parameter. */
final class Query {

    private Query() {}

    static int number(Context context, String name, int otherwise, int least, int most) {
        Integer number = optionalNumber(context, name);
        if (number == null) return otherwise;
        if (number < least || number > most)
            throw ProblemException.badRequest(name, "must be " + least + " to " + most + ", is " + number);
        return number;
    }

    static @Nullable Integer optionalNumber(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null || text.isBlank()) return null;
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest(name, "must be a whole number");
        }
    }

    /** A numeric id in the path; empty if it is none, because then nothing has it. */
    static Optional<Long> id(Context context, String name) {
        try {
            return Optional.of(Long.parseLong(context.pathParam(name)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

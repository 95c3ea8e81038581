package dev.pawl.server.http;

import io.javalin.http.Context;
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
}

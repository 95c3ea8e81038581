package dev.pawl.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds answers against the schemas of openapi.json, for as much of JSON Schema as that document uses. Stricter than a
 * validator in one point: a member that the schema does not name is wrong, and so is one that it names and nobody writes.
 */
public record AnswerSchema(JsonNode document) {

    /** What the server hands out, as this one would. */
    public static AnswerSchema ofServer() throws IOException {
        try (InputStream in = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
            return new AnswerSchema(new ObjectMapper().readTree(in));
        }
    }

    /** What is wrong with a value of a named schema. */
    public List<String> problems(String schema, JsonNode value) {
        return problems(document.at("/components/schemas/" + schema), value);
    }

    /** What is wrong with a value, each with its place; empty if nothing is. */
    List<String> problems(JsonNode schema, JsonNode value) {
        List<String> problems = new ArrayList<>();
        check(schema, value, "", problems);
        return problems;
    }

    private void check(JsonNode schema, JsonNode value, String place, List<String> problems) {
        if (schema.has("$ref")) {
            check(document.at(schema.get("$ref").asText().substring(1)), value, place, problems);
        } else if (schema.has("anyOf")) {
            boolean fits = false;
            for (JsonNode one : schema.get("anyOf"))
                fits |= problems(one, value).isEmpty();
            if (!fits) problems.add(place + " fits none of " + schema.get("anyOf"));
        } else if (!isOfType(schema.path("type"), value)) {
            problems.add(place + " must be " + schema.path("type") + ", is " + value);
        } else if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problems.add(place + " must be one of " + schema.get("enum") + ", is " + value);
        } else if (value.isObject() && schema.has("properties")) {
            checkMembers(schema, value, place, problems);
        } else if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) check(schema.get("items"), value.get(i), place + "/" + i, problems);
        }
    }

    private void checkMembers(JsonNode schema, JsonNode value, String place, List<String> problems) {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        required.removeIf(value::has);
        for (String name : required) problems.add(place + "/" + name + " is missing");
        value.fields().forEachRemaining(member -> {
            JsonNode expected = schema.get("properties").get(member.getKey());
            String there = place + "/" + member.getKey();
            if (expected == null) problems.add(there + " is not in the document");
            else check(expected, member.getValue(), there, problems);
        });
    }

    private static boolean contains(JsonNode constants, JsonNode value) {
        for (JsonNode constant : constants) if (constant.equals(value)) return true;
        return false;
    }

    private static boolean isOfType(JsonNode types, JsonNode value) {
        if (types.isMissingNode()) return true;
        if (types.isTextual()) return isOfType(types.asText(), value);
        for (JsonNode type : types) if (isOfType(type.asText(), value)) return true;
        return false;
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("openapi.json uses the unknown type " + type);
        };
    }
}

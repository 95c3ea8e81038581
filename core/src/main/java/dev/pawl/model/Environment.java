package dev.pawl.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The recorded facts of where a run took place: CPU, operating system, JDK, driver. Facts explain a verdict; they are never
 * part of a series' identity (that is the testbed's label).
 */
public record Environment(SortedMap<String, String> facts) {

    public static final Environment UNKNOWN = new Environment(new TreeMap<>());

    public Environment {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    public static Environment of(Map<String, String> facts) {
        return new Environment(new TreeMap<>(facts));
    }

    /** Both environments' facts; where they differ, the other's win. */
    public Environment with(Environment other) {
        TreeMap<String, String> merged = new TreeMap<>(facts);
        merged.putAll(other.facts);
        return new Environment(merged);
    }

    /** The other facts. */
    public Environment without(String... names) {
        TreeMap<String, String> rest = new TreeMap<>(facts);
        for (String name : names) rest.remove(name);
        return new Environment(rest);
    }

    /** 64 hexadecimal digits that change when any fact changes. */
    public String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(facts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}

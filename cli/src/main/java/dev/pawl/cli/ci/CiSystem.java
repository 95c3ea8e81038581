package dev.pawl.cli.ci;

import java.util.List;
import java.util.Map;

/** One CI system's way of telling about a job. */
interface CiSystem {

    /** The environment variables that it reads. */
    List<String> variables();

    /**
     * @param listed those of {@link #variables()} that are set and not blank
     */
    boolean runs(Map<String, String> listed);

    /** Must not fail over a variable or file that is missing or odd: what is not known stays {@code null}. */
    CiContext context(Map<String, String> listed);
}

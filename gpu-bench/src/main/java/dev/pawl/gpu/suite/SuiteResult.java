package dev.pawl.gpu.suite;

import dev.pawl.model.ResultFile;
import java.util.List;

/**
 * What a suite came to.
 *
 * @param result of the benchmarks that succeeded; what failed is among its warnings too
 * @param failures one line for each benchmark without a result
 */
public record SuiteResult(ResultFile result, List<Failure> failures) {

    public SuiteResult {
        failures = List.copyOf(failures);
    }

    /** Why a benchmark has no result. */
    public record Failure(String benchmark, KernelFailure code, String reason) {
        @Override
        public String toString() {
            return benchmark + ": " + code + ": " + reason;
        }
    }
}

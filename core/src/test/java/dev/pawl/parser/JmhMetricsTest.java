package dev.pawl.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pawl.model.Metric;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JmhMetricsTest {

    @ParameterizedTest
    @CsvSource({
        "us/op,   avgt,   time,       LOWER_IS_BETTER",
        "ns/op,   sample, time,       LOWER_IS_BETTER",
        "s/op,    thrpt,  time,       LOWER_IS_BETTER",
        "ops/min, thrpt,  throughput, HIGHER_IS_BETTER",
        "ops/us,  avgt,   throughput, HIGHER_IS_BETTER",
        "foo/op,  ss,     time,       LOWER_IS_BETTER",
        "foo,     thrpt,  throughput, HIGHER_IS_BETTER",
        "foo,     other,  score,      UNKNOWN",
        "B/op,    other,  score,      LOWER_IS_BETTER"
    })
    void thePrimaryMetricFollowsTheUnitAndThenTheMode(String unit, String mode, String name, String direction) {
        Metric metric = JmhMetrics.primary(unit, mode);

        assertEquals(
                name + " " + direction + " HEADLINE", metric.name() + " " + metric.direction() + " " + metric.role());
    }

    @ParameterizedTest
    @CsvSource({
        "gc.alloc.rate.norm,        B/op,      gc.alloc.rate.norm, LOWER_IS_BETTER,  SUPPORTING",
        "·gc.alloc.rate.norm,       B/op,      gc.alloc.rate.norm, LOWER_IS_BETTER,  SUPPORTING",
        "gc.alloc.rate,             MB/sec,    gc.alloc.rate,      UNKNOWN,          INFORMATIONAL",
        "gc.churn.Eden.norm,        B/op,      gc.churn.Eden.norm, LOWER_IS_BETTER,  INFORMATIONAL",
        "gc.count,                  counts,    gc.count,           LOWER_IS_BETTER,  INFORMATIONAL",
        "gc.time,                   ms,        gc.time,            LOWER_IS_BETTER,  INFORMATIONAL",
        "compiler.time.total,       ms,        compiler.time.total,LOWER_IS_BETTER,  INFORMATIONAL",
        "add·p0.99,                 us/op,     p0.99,              LOWER_IS_BETTER,  SUPPORTING",
        "p0.50,                     us/op,     p0.50,              LOWER_IS_BETTER,  SUPPORTING",
        "p0.9999,                   us/op,     p0.9999,            LOWER_IS_BETTER,  INFORMATIONAL",
        "p1.00,                     us/op,     p1.00,              LOWER_IS_BETTER,  INFORMATIONAL",
        "offer·p0.95,               us/op,     offer:p0.95,        LOWER_IS_BETTER,  SUPPORTING",
        "offer:p0.00,               us/op,     offer:p0.00,        LOWER_IS_BETTER,  INFORMATIONAL",
        "offer,                     ops/s,     offer,              HIGHER_IS_BETTER, SUPPORTING",
        "throughput,                ops/s,     :throughput,        HIGHER_IS_BETTER, SUPPORTING",
        "instructions:u,            #/op,      instructions:u,     LOWER_IS_BETTER,  SUPPORTING",
        "cycles,                    #/op,      cycles,             LOWER_IS_BETTER,  SUPPORTING",
        "branch-misses,             #/op,      branch-misses,      LOWER_IS_BETTER,  INFORMATIONAL",
        "CPI,                       clks/insn, CPI,                LOWER_IS_BETTER,  INFORMATIONAL",
        "IPC,                       insns/clk, IPC,                HIGHER_IS_BETTER, INFORMATIONAL",
        "hits,                      #,         hits,               UNKNOWN,          INFORMATIONAL"
    })
    void aSecondaryMetricFollowsItsLabelAndUnit(String label, String unit, String name, String direction, String role) {
        Metric metric = JmhMetrics.secondary(label, unit, "shop.Tiny.add");

        assertEquals(
                name + " " + direction + " " + role, metric.name() + " " + metric.direction() + " " + metric.role());
    }
}

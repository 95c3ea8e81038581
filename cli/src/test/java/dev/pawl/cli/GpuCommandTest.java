package dev.pawl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.gpu.GpuFacts;
import dev.pawl.gpu.GpuProbe;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class GpuCommandTest {

    private final GpuFacts facts = GpuProbe.ofThisMachine().probe();
    private final int expected = facts.isReady() ? 0 : 6;

    @Test
    void probePrintsOneLineAndItsExitCodeSaysWhetherThereIsAGpu() {
        CommandRun run = CommandRun.of("gpu", "probe");

        assertEquals(expected, run.number());
        assertEquals(facts + "\n", run.out());
        assertEquals("", run.err());
    }

    @Test
    void probeAsJsonHoldsTheSame() {
        CommandRun run = CommandRun.of("gpu", "probe", "--output", "json");

        assertEquals(expected, run.number());
        assertTrue(
                run.out()
                        .startsWith("{\"status\":\"" + facts.status().name().toLowerCase(Locale.ROOT)
                                + "\",\"explanation\":"),
                run.out());
    }

    @Test
    void gpuAloneIsWrongUsage() {
        assertEquals(2, CommandRun.of("gpu").number());
    }
}

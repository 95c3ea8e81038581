package dev.pawl.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LevelFactsTest {

    private static final LevelFacts H100 = facts(Map.of("gpu", "NVIDIA H100", "gpuDriver", "550.54", "cpu", "old"));

    @Test
    void anotherGpuOrDriverIsAnotherLevelAndAnotherProcessorIsNot() {
        LevelFacts h200 = facts(Map.of("gpu", "NVIDIA H200", "gpuDriver", "550.54"));
        LevelFacts updated = facts(Map.of("gpu", "NVIDIA H100", "gpuDriver", "580.1"));

        assertTrue(H100.isOtherLevel(h200) && H100.isOtherGpu(h200));
        assertTrue(H100.isOtherLevel(updated) && !H100.isOtherGpu(updated));
        assertFalse(H100.isOtherLevel(facts(Map.of("gpu", "NVIDIA H100", "gpuDriver", "550.54", "cpu", "new"))));
    }

    @Test
    void whatNobodySaidIsNoDifferenceAndIsTakenFromTheRunBefore() {
        LevelFacts driverOnly = facts(Map.of("gpuDriver", "550.54"));
        LevelFacts otherGpu = facts(Map.of("gpu", "NVIDIA H200"));

        assertFalse(H100.isOtherLevel(driverOnly) || H100.isOtherLevel(LevelFacts.UNKNOWN));
        assertEquals(H100, driverOnly.orAsIn(H100));
        assertEquals(H100, LevelFacts.UNKNOWN.orAsIn(H100));
        assertEquals(otherGpu, otherGpu.orAsIn(H100));
    }

    @Test
    void peopleReadWhatIsKnown() {
        assertEquals("NVIDIA H100 with driver 550.54", H100.text());
        assertEquals("NVIDIA H200", facts(Map.of("gpu", "NVIDIA H200")).text());
        assertEquals(
                "a GPU with driver 580.1", facts(Map.of("gpuDriver", "580.1")).text());
    }

    private static LevelFacts facts(Map<String, String> facts) {
        return LevelFacts.of(Environment.of(facts));
    }
}

package dev.pawl.gpu.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class GpuRecordTest {

    private static final long OURS = ProcessHandle.current().pid();
    private static final long STRANGER = Long.MAX_VALUE;
    private static final PciAddress SECOND = PciAddress.of("0000:C1:00.0").orElseThrow();

    private final GpuRecord record = new GpuRecord(new ProcessTree(ProcessHandle.current()));

    @Test
    void aGpuIsFoundByItsAddressHoweverManyDigitsItsDomainHas() {
        record.place("GPU-1", "00000000:01:00.0");
        record.place("GPU-2", "00000000:C1:00.0");
        look(1, "GPU-1", 0x40);
        look(1, "GPU-2", 0);

        assertEquals(OptionalDouble.of(0), window(0, 9).throttled());
        assertEquals(
                OptionalDouble.of(1),
                record.window(PciAddress.of("0:1:0").orElseThrow(), 0, 9)
                        .orElseThrow()
                        .throttled());
        assertEquals(Optional.empty(), record.window(PciAddress.of("0:2:0").orElseThrow(), 0, 9));
        assertEquals(Optional.empty(), PciAddress.of("[N/A]"));
    }

    @Test
    void onlyWhatWasSeenInsideCounts() {
        record.place("GPU-2", "00000000:C1:00.0");
        record.process(1, "GPU-2", OURS, 100);
        look(1, "GPU-2", 0x8);
        record.process(2, "GPU-2", OURS, 300);
        look(2, "GPU-2", 0x20);
        record.process(3, "GPU-2", OURS, 200);
        look(3, "GPU-2", 0x4);
        look(4, "GPU-2", 0);

        GpuWindow window = window(2, 4);

        assertEquals(OptionalDouble.of(300), window.memory());
        assertEquals(1.0 / 3, window.throttled().orElseThrow(), 1e-12);
        assertEquals(1.0 / 3, window.powerCapped().orElseThrow(), 1e-12);
        assertEquals(OptionalDouble.of(0), window.shared());
        assertEquals(OptionalDouble.of(200), window(3, 4).memory());
        assertTrue(window(5, 9).throttled().isEmpty(), "nobody looked");
    }

    @Test
    void aStrangersProcessIsASharedGpuWhereOursIsKnown() {
        record.place("GPU-2", "00000000:C1:00.0");
        look(1, "GPU-2", 0);
        record.process(1, "GPU-2", STRANGER, 100);
        look(2, "GPU-2", 0);

        assertTrue(window(1, 2).shared().isEmpty(), "the stranger may be one of ours by another number");

        record.process(2, "GPU-2", OURS, 100);

        assertEquals(OptionalDouble.of(0.5), window(1, 2).shared());
    }

    private void look(long time, String device, long reasons) {
        record.used(time, device, 1000);
        record.throttled(time, device, reasons);
    }

    private GpuWindow window(long from, long to) {
        return record.window(SECOND, from, to).orElseThrow();
    }
}

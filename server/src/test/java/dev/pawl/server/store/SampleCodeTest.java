package dev.pawl.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Samples;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SampleCodeTest {

    @Property
    void anySamplesComeBackBitForBit(@ForAll List<@Size(max = 20) List<Double>> groups) {
        List<double[]> arrays = groups.stream()
                .map(group -> group.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
        Samples samples = Samples.ofGroups(arrays);

        assertSameBits(samples, SampleCode.decode(SampleCode.encode(samples)));
    }

    @Test
    void extremesComeBackBitForBit() {
        Samples samples =
                Samples.of(-0.0, 0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 0x1p53, 0x1p53 + 2, 1e15, 0.1 + 0.2, 1e-9);

        assertSameBits(samples, SampleCode.decode(SampleCode.encode(samples)));
    }

    @Test
    void valuesWithFewDecimalsTakeLittleSpace() {
        Random random = new Random(12345);
        double[] values = random.doubles(100, 950, 1050)
                .map(value -> Math.rint(value * 1000) / 1000)
                .toArray();

        byte[] code = SampleCode.encode(Samples.of(values));

        assertTrue(code.length < 300, "bytes: " + code.length);
        assertArrayEquals(values, SampleCode.decode(code).values());
    }

    @Test
    void groupsAreKept() {
        Samples samples = Samples.ofGroups(List.of(new double[] {3, 1}, new double[] {2}));

        assertEquals(samples, SampleCode.decode(SampleCode.encode(samples)));
    }

    private static void assertSameBits(Samples expected, Samples actual) {
        assertArrayEquals(expected.groupSizes(), actual.groupSizes());
        double[] values = expected.values();
        double[] decoded = actual.values();
        for (int i = 0; i < values.length; i++)
            assertEquals(Double.doubleToRawLongBits(values[i]), Double.doubleToRawLongBits(decoded[i]));
    }
}

package dev.pawl.parser;

import static dev.pawl.parser.RecordedOutput.measurement;
import static dev.pawl.parser.RecordedOutput.parsed;
import static dev.pawl.parser.RecordedOutput.parsedText;
import static dev.pawl.parser.RecordedOutput.text;
import static dev.pawl.parser.RecordedOutput.times;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.Direction;
import dev.pawl.model.Measurement;
import dev.pawl.model.ResultFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NvbandwidthParserTest {

    private static final String TWO_GPUS = "nvbandwidth/two-gpus.json";

    @Test
    void theMeanOfTheMatrixIsTheValueWithAllDigitsOfTheSum() {
        assertEquals(
                Map.of(
                        "host_to_device_memcpy_ce", 25.123456789,
                        "device_to_device_memcpy_read_ce", 150.5,
                        "host_device_latency_sm", 649.87858038348088),
                times(parsed(TWO_GPUS)));
    }

    @Test
    void theWorstPairStandsBesideItAndPairsThatDoNotExistDoNotCount() {
        Measurement worst = measurement(parsed(TWO_GPUS), "device_to_device_memcpy_read_ce", "bandwidth.worst");

        assertEquals(100.5, worst.value());
        assertEquals("GB/s", worst.metric().unit().symbol());
    }

    @Test
    void bandwidthsShouldGrowAndLatenciesShrink() {
        ResultFile file = parsed(TWO_GPUS);

        assertEquals(
                Direction.HIGHER_IS_BETTER,
                measurement(file, "host_to_device_memcpy_ce", "bandwidth")
                        .metric()
                        .direction());
        assertEquals(
                Direction.LOWER_IS_BETTER,
                measurement(file, "host_device_latency_sm", "latency").metric().direction());
    }

    @Test
    void aTestCaseThatFailedIsNamedOnceAndOneThatDoesNotApplyIsNot() {
        assertEquals(
                List.of(
                        "nvbandwidth says: CUDA_ERROR_OUT_OF_MEMORY: planted",
                        "'all_to_one_read_sm' has no result: its status is Error"),
                parsed(TWO_GPUS).warnings());
    }

    @Test
    void newerVersionsNameTheDevices() {
        String listed = text(TWO_GPUS).replace("\"error\" :", """
                        "GPU Device list" : [ "0: NVIDIA H100 80GB HBM3 (00000000:0f:00): (secret-host)",
                            "1: NVIDIA H100 80GB HBM3 (00000000:2f:00): (secret-host)" ], "error" :""");

        assertEquals(
                "NVIDIA H100 80GB HBM3",
                parsedText(listed).environment().facts().get("gpu"));
    }

    @Test
    void driverAndCudaAreFacts() {
        assertEquals(
                Map.of("cuda", "12.7", "gpuDriver", "565.02", "nvbandwidth", "v0.5"),
                parsed(TWO_GPUS).environment().facts());
    }

    @Test
    void fails_whenNothingPassed() {
        String waived = "{\"nvbandwidth\":{\"testcases\":[{\"name\":\"a\",\"status\":\"Waived\"}]}}";

        ParseException thrown = assertThrows(ParseException.class, () -> parsedText(waived));

        assertEquals("holds no test case that passed; all of them were waived, or none was run", thrown.what());
    }

    @Test
    void fails_onACellThatIsNoNumber() {
        ParseException thrown = assertThrows(
                ParseException.class, () -> parsedText(text(TWO_GPUS).replace("\"200.5\"", "\"fast\"")));

        assertEquals("must be a number or N/A, is 'fast'", thrown.what());
        assertEquals("bench.txt:/nvbandwidth/testcases/1/bandwidth_matrix/0/1", thrown.where());
    }
}

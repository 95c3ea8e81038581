package dev.pawl.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pawl.model.AbsoluteLimit;
import dev.pawl.model.Direction;
import dev.pawl.model.Policy;
import dev.pawl.model.Role;
import dev.pawl.model.SeriesGlob;
import dev.pawl.model.Threshold;
import dev.pawl.model.ThresholdOverride;
import dev.pawl.model.Thresholds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsJsonTest {

    private static final String EVERYTHING = "{\"warning\":0.02,\"critical\":0.04,\"policy\":\"strict\",\"rules\":["
            + "{\"suite\":\"core\",\"benchmark\":\"Sort.*\",\"metric\":\"time\",\"testbed\":\"ci-*\",\"warning\":0.01},"
            + "{\"metric\":\"gc.*\",\"role\":\"supporting\",\"direction\":\"higher_is_better\",\"limit\":\"<= 1 MB\"}]}";

    @Test
    void everyMemberIsRead() {
        Thresholds read = ThresholdsJson.read(EVERYTHING);

        assertEquals(
                List.of(
                        new Thresholds.Rule(
                                SeriesGlob.EVERYTHING, ThresholdOverride.ofChange(0.02, 0.04, Policy.STRICT)),
                        new Thresholds.Rule(
                                new SeriesGlob("core", "Sort.*", "time", "ci-*"),
                                ThresholdOverride.ofChange(0.01, null, null)),
                        new Thresholds.Rule(
                                new SeriesGlob("*", "*", "gc.*", "*"),
                                new ThresholdOverride(
                                        null,
                                        null,
                                        null,
                                        Role.SUPPORTING,
                                        Direction.HIGHER_IS_BETTER,
                                        AbsoluteLimit.of("<= 1 MB")))),
                read.rules());
    }

    @Test
    void whatWasReadIsWrittenAgain() {
        assertEquals(EVERYTHING, ThresholdsJson.write(ThresholdsJson.read(EVERYTHING)));
        assertEquals("{}", ThresholdsJson.write(Thresholds.DEFAULT));
        assertEquals("{}", ThresholdsJson.write(ThresholdsJson.read("{}")));
        assertEquals(
                "{\"warning\":0.05,\"critical\":0.1,\"policy\":\"significant\"}",
                ThresholdsJson.write(Thresholds.everywhere(Threshold.DEFAULT)));
        assertEquals(
                "{\"rules\":[{\"role\":\"headline\"}]}",
                ThresholdsJson.write(ThresholdsJson.read("{\"rules\":[{\"role\":\"headline\"}]}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"warnign\":0.1}                         | unknown setting 'warnign' at /warnign",
                "{\"limit\":\"<= 1 s\"}                    | unknown setting 'limit' at /limit",
                "{\"rules\":[{\"benchmrk\":\"*\"}]}        | unknown setting 'benchmrk' at /rules/0/benchmrk",
                "{\"rules\":[{\"role\":\"main\"}]}         | 'main' is no role at /rules/0/role",
                "{\"warning\":\"5%\"}                      | expected a number at /warning",
            })
    void refusesWhatItDoesNotKnowAndNamesThePlace(String json, String message) {
        MalformedJsonException refusal =
                assertThrows(MalformedJsonException.class, () -> ThresholdsJson.read(json.strip()));

        assertEquals(message, refusal.getMessage());
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThrows(MalformedJsonException.class, () -> ThresholdsJson.read("{\"warning\":0.2,\"critical\":0.1}"));
        assertThrows(MalformedJsonException.class, () -> ThresholdsJson.read("{\"rules\":[{\"limit\":\"1 s\"}]}"));
        assertThrows(
                MalformedJsonException.class, () -> ThresholdsJson.read("{\"rules\":[" + "{},".repeat(500) + "{}]}"));
    }
}

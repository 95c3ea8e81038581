package dev.pawl.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import dev.pawl.model.RecordedSeries;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BacktestTest {

    private final Backtest backtest = new Backtest(30);

    @Test
    void aStepIsOneConfirmedAlarm() {
        Replay replay = backtest.replay(step(Direction.LOWER_IS_BETTER, 1.15), Method.PAWL);

        assertEquals(new Replay("it", "pawl", List.of(60), List.of(60), List.of(60)), replay);
    }

    @Test
    void anImprovementIsAChangePointAndNoAlarm() {
        Replay replay = backtest.replay(step(Direction.HIGHER_IS_BETTER, 1.15), Method.PAWL);

        assertEquals(new Replay("it", "pawl", List.of(), List.of(), List.of(60)), replay);
    }

    @Test
    void withoutADirectionBothWaysCount() {
        assertEquals(
                List.of(60),
                backtest.replay(step(Direction.UNKNOWN, 1.15), Method.PAWL).alarms());
        assertEquals(
                List.of(60),
                backtest.replay(step(Direction.UNKNOWN, 0.85), Method.PAWL).alarms());
    }

    @Test
    void aWithdrawnAlarmStaysAnAlarmButIsNotConfirmed() {
        double[] values = step(Direction.LOWER_IS_BETTER, 1).values();
        values[60] *= 1.5;

        Replay replay = backtest.replay(new RecordedSeries("it", null, Direction.LOWER_IS_BETTER, values), Method.PAWL);

        assertEquals(List.of(60), replay.alarms());
        assertEquals(List.of(), replay.confirmed());
    }

    @Test
    void theWarmUpRaisesNothing() {
        RecordedSeries history = step(Direction.LOWER_IS_BETTER, 1.15);

        assertEquals(List.of(), new Backtest(70).replay(history, Method.PAWL).alarms());
    }

    @ParameterizedTest
    @EnumSource(Method.Kind.class)
    void everyMethodSeesAnObviousStep(Method.Kind kind) {
        Replay replay = backtest.replay(step(Direction.LOWER_IS_BETTER, 1.5), Method.of(kind));

        assertTrue(replay.alarms().contains(60), () -> kind + ": " + replay);
    }

    @ParameterizedTest
    @EnumSource(Method.Kind.class)
    void everyMethodKnowsThatHigherCanBeBetter(Method.Kind kind) {
        assertTrue(backtest.replay(step(Direction.HIGHER_IS_BETTER, 0.5), Method.of(kind))
                .alarms()
                .contains(60));
    }

    @Test
    void aRuleThatStaysTrueRaisesOneFlag() {
        Replay replay = backtest.replay(step(Direction.LOWER_IS_BETTER, 1.5), Method.parse("window-mean:0.1"));

        assertEquals(List.of(60), replay.alarms());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pawl", "previous-run", "previous-run:0.1", "z-score:5.0", "t-test", "iqr-fence", "window-mean"})
    void methodsAreWrittenAsTheyAreRead(String text) {
        assertEquals(text, Method.parse(text).toString());
    }

    @Test
    void refusesMethodsThatDoNotExist() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Method.parse("magic"));

        assertEquals(
                "no method is called \"magic\"; there are pawl, previous-run, window-mean, z-score, t-test, iqr-fence",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Method.parse("z-score:many"));
        assertThrows(IllegalArgumentException.class, () -> Method.parse("z-score:-1"));
        assertThrows(IllegalArgumentException.class, () -> new Backtest(1));
    }

    /** A hundred quiet values; from the 60th on multiplied. */
    private static RecordedSeries step(Direction direction, double factor) {
        Random random = new Random(5);
        double[] values = new double[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(0.01 * random.nextGaussian()) * (i < 60 ? 1 : factor);
        }
        return new RecordedSeries("it", null, direction, values);
    }
}

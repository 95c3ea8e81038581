package dev.pawl.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.detect.Detection.Event;
import dev.pawl.detect.Detection.Kind;
import dev.pawl.model.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorTest {

    @Test
    void aStepIsRaisedAtOnceAndThenConfirmed() {
        double[] values = levels(1, 0.01, 60, 100, 20, 115);

        List<Event> events = events(Direction.LOWER_IS_BETTER, values);

        assertEquals(List.of(Kind.RAISED, Kind.CONFIRMED), kinds(events));
        assertEquals(60, events.get(0).changePoint().raisedAt());
        ChangePoint confirmed = events.get(1).changePoint();
        assertEquals(60, confirmed.index());
        assertEquals(60, confirmed.raisedAt());
        assertTrue(confirmed.worse());
        assertEquals(0.15, confirmed.change(), 0.02);
    }

    @Test
    void aStepThatNoSingleRunShowsIsConfirmedByTheirAgreement() {
        double[] values = levels(2, 0.02, 60, 100, 20, 105);

        List<Event> events = events(Direction.LOWER_IS_BETTER, values);

        assertEquals(List.of(Kind.RAISED, Kind.CONFIRMED), kinds(events));
        assertTrue(events.get(0).changePoint().raisedAt() <= 66);
        assertEquals(60, events.get(1).changePoint().index(), 2);
    }

    @Test
    void aSpikeIsRaisedAndWithdrawn() {
        double[] values = levels(3, 0.01, 80, 100);
        values[60] = 130;

        List<Event> events = events(Direction.LOWER_IS_BETTER, values);

        assertEquals(List.of(Kind.RAISED, Kind.WITHDRAWN), kinds(events));
        assertEquals(60, events.get(1).changePoint().raisedAt());
    }

    @Test
    void aSecondSpikeOfThatSizeIsNoNews() {
        double[] values = levels(3, 0.01, 100, 100);
        values[60] = 130;
        values[80] = 132;

        assertEquals(List.of(Kind.RAISED, Kind.WITHDRAWN), kinds(events(Direction.LOWER_IS_BETTER, values)));
    }

    @Test
    void aLevelThatReturnsSoonWithdrawsItsAlarm() {
        double[] values = levels(4, 0.01, 60, 100, 7, 115, 30, 100);

        List<Event> events = events(Direction.LOWER_IS_BETTER, values);

        List<Event> first = events.stream()
                .filter(event -> event.changePoint().raisedAt() == 60)
                .toList();
        assertEquals(List.of(Kind.RAISED, Kind.CONFIRMED, Kind.WITHDRAWN), kinds(first));
    }

    @Test
    void theUndoingOfAnImprovementIsARegression() {
        double[] values = levels(15, 0.01, 60, 100, 30, 90, 30, 100);

        List<Event> events = events(Direction.LOWER_IS_BETTER, values);

        assertTrue(
                events.stream()
                        .anyMatch(event -> event.kind() == Kind.CONFIRMED
                                && event.changePoint().worse()
                                && event.changePoint().index() == 90),
                events.toString());
    }

    @Test
    void aLevelToWhichASeriesKeepsReturningIsNoNews() {
        double[] visit = {14, 100, 6, 110};
        double[] stays = new double[6 * visit.length];
        for (int i = 0; i < stays.length; i++) stays[i] = visit[i % visit.length];
        stays[0] = 30;

        List<Long> raised = events(Direction.LOWER_IS_BETTER, levels(16, 0.005, stays)).stream()
                .filter(event -> event.changePoint().worse() && event.kind() == Kind.RAISED)
                .map(event -> event.changePoint().raisedAt())
                .toList();

        // Visits begin at 30, 50, 70, 90, 110 and 130; the third is no news any more.
        assertTrue(raised.contains(30L), raised.toString());
        assertTrue(raised.stream().allMatch(at -> at < 70), raised.toString());
    }

    @Test
    void aNewLevelOfASeriesThatWandersIsFound() {
        double[] values = levels(17, 0.005, 30, 100, 20, 110, 20, 100, 20, 110, 20, 125);

        List<Event> events = events(Direction.LOWER_IS_BETTER, values);

        assertTrue(
                events.stream()
                        .anyMatch(event -> event.kind() == Kind.CONFIRMED
                                && event.changePoint().worse()
                                && event.changePoint().index() == 90),
                events.toString());
    }

    @Test
    void independentNoiseSeldomRaisesAnAlarm() {
        int alarms = 0;
        for (int seed = 0; seed < 100; seed++) {
            alarms += (int) events(Direction.LOWER_IS_BETTER, levels(seed, 0.04, 150, 100)).stream()
                    .filter(event ->
                            event.kind() == Kind.RAISED && event.changePoint().worse())
                    .count();
        }

        // Of 15,000 uploads; about 1.5 in 1000.
        assertTrue(alarms <= 45, alarms + " alarms");
    }

    @Test
    void anImprovementBeginsANewLevelThatIsNotWorse() {
        double[] values = levels(5, 0.01, 60, 100, 30, 80, 30, 92);

        List<ChangePoint> confirmed = events(Direction.LOWER_IS_BETTER, values).stream()
                .filter(event -> event.kind() == Kind.CONFIRMED)
                .map(Event::changePoint)
                .toList();

        assertEquals(
                List.of(60L, 90L), confirmed.stream().map(ChangePoint::index).toList());
        assertEquals(
                List.of(false, true), confirmed.stream().map(ChangePoint::worse).toList());
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void theDirectionDecidesWhatIsWorse(Direction direction) {
        double[] values = levels(6, 0.01, 60, 100, 20, 120);

        ChangePoint raised = events(direction, values).get(0).changePoint();

        assertEquals(direction != Direction.HIGHER_IS_BETTER, raised.worse());
    }

    /** A change that is no number could not be stored, and would stop the reading of its testbed. */
    @Test
    void aChangeIsANumberAboveMinusOneWhateverTheValuesAre() {
        double[][] odd = {
            {1e-300, 1e308, 1e308, 1e308, 0, 0, 1e308, 1e308, 1e-300, 0, 0},
            {1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1024, 1024, 1024, 1024, 1024, 1024},
            {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1e308, 1e308, 1e308, 1e308, -1e308, -1e308},
            {1e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e-300, 1e300, 1e300, 1e300, 1e300},
            {1e300, 1e300, 1e300, 1e300, 1e300, 1e300, 1e300, 1e300, 1e300, 1e-300, 1e-300, 1e-300, 1e-300}
        };
        int told = 0;
        for (double[] values : odd) {
            for (Event event : events(Direction.UNKNOWN, values)) {
                double change = event.changePoint().change();
                assertTrue(Double.isFinite(change) && change > -1, event.toString());
                told++;
            }
        }
        assertTrue(told > 0);
    }

    @Test
    void aCountThatGrowsFromOneBesideAZeroGrewByWhatItSays() {
        double[] values = {1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1024, 1024, 1024, 1024, 1024, 1024};

        assertEquals(
                1023,
                events(Direction.LOWER_IS_BETTER, values).get(0).changePoint().change(),
                1e-9);
    }

    @Test
    void nothingHappensOnAConstantOrQuantisedSeries() {
        double[] constant = new double[300];
        Arrays.fill(constant, 7);
        Random random = new Random(7);
        double[] quantised = random.doubles(300).map(u -> u < 0.6 ? 10 : 11).toArray();

        assertEquals(List.of(), events(Direction.LOWER_IS_BETTER, constant));
        assertEquals(List.of(), events(Direction.LOWER_IS_BETTER, quantised));
    }

    @Test
    void aCounterThatNeverVariesIsRaisedByHalfAPercent() {
        double[] values = new double[40];
        Arrays.fill(values, 0, 30, 1000);
        Arrays.fill(values, 30, 40, 1005);

        assertEquals(
                30,
                events(Direction.LOWER_IS_BETTER, values).get(0).changePoint().raisedAt());
    }

    @Test
    void aCreepThatNoStepShowsIsFound() {
        double[] values = levels(8, 0.01, 400, 100);
        for (int i = 100; i < 400; i++) values[i] *= Math.pow(1.0004, i - 100);

        assertTrue(events(Direction.LOWER_IS_BETTER, values).stream()
                .anyMatch(event ->
                        event.kind() == Kind.CONFIRMED && event.changePoint().worse()));
    }

    @Test
    void theScaleOfTheValuesDoesNotMatter() {
        double[] values = levels(9, 0.03, 60, 100, 40, 112);
        double[] scaled = Arrays.stream(values).map(value -> value * 1e-7).toArray();

        List<Event> plain = events(Direction.LOWER_IS_BETTER, values);
        List<Event> other = events(Direction.LOWER_IS_BETTER, scaled);

        assertEquals(kinds(plain), kinds(other));
        assertEquals(
                plain.stream().map(event -> event.changePoint().index()).toList(),
                other.stream().map(event -> event.changePoint().index()).toList());
    }

    @Test
    void aSeriesThatCrossesZeroIsWatchedToo() {
        double[] values = levels(10, 0, 60, 0, 20, 0);
        Random random = new Random(10);
        for (int i = 0; i < values.length; i++) values[i] = random.nextGaussian() + (i < 60 ? 0 : 20);

        assertEquals(
                60,
                events(Direction.LOWER_IS_BETTER, values).get(0).changePoint().raisedAt());
    }

    @Test
    void theStateIsRebuiltFromTheHistory() {
        double[] values = levels(11, 0.02, 60, 100, 100, 120, 3, 150);
        Detector detector = new Detector(Direction.LOWER_IS_BETTER);
        DetectorState grown = DetectorState.EMPTY;
        for (double value : values) {
            // Stored and read back after every point.
            grown = DetectorState.fromBytes(
                    detector.append(grown, value).state().toBytes());
        }

        assertEquals(detector.rebuild(values), grown);
    }

    @Test
    void theStateDoesNotGrowWithTheHistory() {
        Detector detector = new Detector(Direction.LOWER_IS_BETTER);

        for (int length : new int[] {1_000, 5_000, 20_000}) {
            double[] history = levels(12, 0.02, length / 2.0, 100, length / 2.0, 120);

            int bytes = detector.rebuild(history).toBytes().length;

            assertTrue(bytes <= 2_100, bytes + " bytes after " + length + " points");
        }
    }

    @Test
    void aStateOfAnotherLayoutIsToBeRebuilt() {
        byte[] stored = DetectorState.EMPTY.toBytes();
        stored[0]++;

        assertEquals(null, DetectorState.fromBytes(stored));
        assertArrayEquals(
                DetectorState.EMPTY.toBytes(),
                DetectorState.fromBytes(DetectorState.EMPTY.toBytes()).toBytes());
    }

    @Test
    void refusesWhatIsNotFinite() {
        Detector detector = new Detector(Direction.LOWER_IS_BETTER);

        assertThrows(IllegalArgumentException.class, () -> detector.append(DetectorState.EMPTY, Double.NaN));
    }

    private static List<Event> events(Direction direction, double... values) {
        Detector detector = new Detector(direction);
        List<Event> events = new ArrayList<>();
        DetectorState state = DetectorState.EMPTY;
        for (double value : values) {
            Detection detection = detector.append(state, value);
            events.addAll(detection.events());
            state = detection.state();
        }
        return events;
    }

    private static List<Kind> kinds(List<Event> events) {
        return events.stream().map(Event::kind).toList();
    }

    /** Levels with normal noise: pairs of how many values and around which level. */
    static double[] levels(long seed, double noise, double... countsAndLevels) {
        Random random = new Random(seed);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < countsAndLevels.length; i += 2) {
            for (int j = 0; j < countsAndLevels[i]; j++) {
                values.add(countsAndLevels[i + 1] * Math.exp(noise * random.nextGaussian()));
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

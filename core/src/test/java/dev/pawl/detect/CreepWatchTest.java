package dev.pawl.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CreepWatchTest {

    private static final double LIMIT = 0.05;

    @Test
    void manySmallStepsAreToldOnceAndAgainWhenTheyGoOn() {
        List<Told> told = told(140, commit -> noisy(commit, 100 * Math.pow(1.004, Math.max(0, commit - 60))));

        Told first = told.get(0);
        assertTrue(first.at() > 80 && first.at() < 100, told.toString());
        assertNull(first.creep().further());
        Creep.Distance total = first.creep().total();
        assertEquals(100, total.from(), 1);
        assertTrue(total.since() >= 50 && total.since() <= 68, told.toString());
        assertTrue(total.change() > 0.05 && total.change() < 0.2, told.toString());

        Told second = told.get(1);
        assertEquals(first.at(), second.creep().further().since());
        assertTrue(second.creep().further().change() > 0.05);
        assertTrue(second.creep().total().change() > total.change() + 0.05);
    }

    @Test
    void itIsToldSinceTheNewestReleaseThatWasNotBeyondTheLimit() {
        List<Told> told = told(
                100,
                commit -> noisy(commit, 100 * Math.pow(1.004, Math.max(0, commit - 60))),
                List.of(20, 59, 84),
                Direction.LOWER_IS_BETTER);

        assertEquals(59, told.get(0).creep().total().since());
    }

    @Test
    void aStepIsNoCreep() {
        assertEquals(List.of(), told(140, commit -> noisy(commit, commit < 60 ? 100 : 112)));
        assertEquals(List.of(), told(140, commit -> noisy(commit, commit < 60 ? 100 : 85)));
    }

    @Test
    void noiseIsNoCreep() {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            double size = seed % 2 == 0 ? 0.01 : 0.06;
            assertEquals(List.of(), told(400, commit -> 100 * Math.exp(size * random.nextGaussian())), "seed " + seed);
        }
    }

    @Test
    void whatGotBetterBySmallStepsMustNotCreepBackUnseen() {
        IntToDoubleFunction valley =
                commit -> noisy(commit, 100 * Math.pow(1.004, -Math.min(40, commit) + Math.max(0, commit - 80)));

        List<Told> told = told(125, valley);

        assertFalse(told.isEmpty());
        assertTrue(told.get(0).creep().total().from() < 95, told.toString());
    }

    @Test
    void aRateCreepsDownwards() {
        IntToDoubleFunction falling = commit -> noisy(commit, 100 * Math.pow(0.996, Math.max(0, commit - 60)));

        assertTrue(told(110, falling, List.of(), Direction.HIGHER_IS_BETTER)
                        .get(0)
                        .creep()
                        .total()
                        .change()
                < -0.05);
        assertEquals(List.of(), told(110, falling));
    }

    @Test
    void aLevelThatReturnedAndCreepsAgainIsToldAgain() {
        List<Told> told = told(
                260,
                commit -> noisy(commit, 100 * Math.pow(1.004, Math.max(0, Math.min(25, commit % 130 - 60)))),
                List.of(),
                Direction.LOWER_IS_BETTER);

        assertEquals(2, told.size(), told.toString());
        assertNull(told.get(1).creep().further());
    }

    @Test
    void aStateSurvivesItsStorage() {
        CreepState state = CreepState.EMPTY;
        for (Told told : all(100, commit -> noisy(commit, 100 + commit), List.of(3, 70), Direction.LOWER_IS_BETTER))
            state = told.creep().state();

        CreepState stored = CreepState.fromBytes(state.toBytes());

        assertEquals(state, stored);
        assertNotNull(stored);
        assertEquals(2, stored.releases().length + (stored.start() > 3 ? 1 : 0));
        assertNull(CreepState.fromBytes(new byte[] {9}));
    }

    private record Told(int at, Creep creep) {
        @Override
        public String toString() {
            return "at " + at + ": " + creep.total() + ", further " + creep.further();
        }
    }

    private static List<Told> told(int runs, IntToDoubleFunction values) {
        return told(runs, values, List.of(), Direction.LOWER_IS_BETTER);
    }

    private static List<Told> told(int runs, IntToDoubleFunction values, List<Integer> releases, Direction direction) {
        List<Told> told = new ArrayList<>(all(runs, values, releases, direction));
        told.removeIf(one -> one.creep().total() == null);
        return told;
    }

    private static List<Told> all(int runs, IntToDoubleFunction values, List<Integer> releases, Direction direction) {
        Detector detector = new Detector(direction);
        CreepWatch watch = new CreepWatch(direction);
        DetectorState levels = DetectorState.EMPTY;
        CreepState state = CreepState.EMPTY;
        List<Told> all = new ArrayList<>();
        for (int commit = 0; commit < runs; commit++) {
            double value = values.applyAsDouble(commit);
            Detection detection = detector.append(levels, value);
            Creep creep = watch.append(state, value, releases.contains(commit), LIMIT, detection);
            levels = detection.state();
            state = creep.state();
            all.add(new Told(commit, creep));
        }
        return all;
    }

    /** One percent of noise, the same for a commit in every test. */
    private static double noisy(int commit, double level) {
        return level * Math.exp(0.01 * new Random(31L * commit + 7).nextGaussian());
    }
}

package dev.pawl.detect;

import dev.pawl.detect.Detection.Event;
import dev.pawl.detect.Detection.Kind;
import dev.pawl.model.Direction;
import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds changes of level in a series while it grows. One run that stands out raises a flag; several together confirm it, or
 * raise and confirm at once; if they do not come, the flag is withdrawn.
 *
 * <p>A {@link Window} of the newest runs stands out when it is farther from the level than {@link #LEAST_CHANGE}, than the
 * spread of single runs explains, and than the same window ever was while nothing changed. The last of the three calibrates
 * itself on each series: spikes, two modes, drifting machines are in the record already. Where the level changed twice lately,
 * a level on which it has been before is no news either.
 *
 * <p>Changes for the better are found in the same way, because they begin a new level too.
 *
 * <p>One more point costs the same however long the history is. Immutable and safe to share between threads; the state is the
 * caller's.
 */
public final class Detector {

    /**
     * Version of the rules of this and of {@link CreepWatch}; raised when the same history could be told otherwise, so that stored
     * states are rebuilt.
     */
    public static final int VERSION = 4;

    /** Changes below 3 % are not worth a person's time; most thresholds begin at 5 %. */
    static final double LEAST_CHANGE = Math.log(1.03);

    /** One single run must stand out by more: it has nothing but its size to speak for it. */
    private static final double LEAST_CHANGE_OF_ONE = Math.log(1.05);

    /** What was the same in every run has no noise that could explain a change. */
    private static final double LEAST_CHANGE_OF_COUNTER = Math.log(1.005);

    /**
     * From several runs on, in the order in which they are asked. The numbers are the choice on the trade-off between false
     * alarms and detection that {@code bench/detection/evaluate} measures; see docs/how-runs-are-compared.md.
     */
    private static final Window[] CONFIRMING = {
        new Window(3, 1, 1.2, 1.1, 0),
        new Window(5, 2, 1, 1.1, 0),
        new Window(9, 3, 0.6, 1.1, 0),
        new Window(16, 5, 0.3, 1.1, 0)
    };

    private static final Window RAISING = new Window(1, 1, 3, 1.1, 1.25);

    /**
     * So many of the newest runs that far out, if each went there as often as runs did before, must not be likelier than this.
     * It speaks up where a median jumps though nothing changed: coarse clocks, two modes, levels that wander.
     */
    private static final double LARGEST_CHANCE = 5e-4;

    /** Few values hardly know their spread: it is taken larger by this over their number. More is calmer on young series only. */
    private static final double UNKNOWN_SPREAD = 10;

    /** A single run must also stand out from so many runs before it, so that a slow drift does not raise flags. */
    private static final int NEIGHBOURS = 5;

    /** A spike downwards is a warning that spikes happen: it counts almost like one upwards. */
    private static final double OPPOSITE_RECORD = 0.9;

    /** Values of the current level that are kept. More would not tell more of what is normal now. */
    static final int MEMORY = 120;

    /**
     * A level that changed so often among the newest {@link #MEMORY} values wanders: values count as they were, not as they lay
     * around their own level, so that a return is as likely as its level was frequent. One change alone, say an improvement, does
     * not excuse its undoing.
     */
    static final int WANDERING = 2;

    private static final int FEWEST_TO_KNOW_LEVEL = 6;
    private static final int FEWEST_TO_KNOW_NOISE = 8;

    /** A flag that is not confirmed after so many more points is withdrawn. */
    private static final int PATIENCE = 5;

    /** A confirmed change that is undone within so many points was a disturbance and is withdrawn. */
    private static final int RETURN = 10;

    /** The level from which a creeping change is counted is that of so many first values of a stretch. */
    private static final int ANCHOR = 30;

    /** A creeping change: the newest so many values, of which two thirds lie beyond {@link #LEAST_CREEP} from the anchor. */
    private static final Window CREEPING = new Window(20, 7, 1, 0, 0);

    private static final double LEAST_CREEP = Math.log(1.05);

    private static final double[] NOTHING = {};

    private final Direction direction;
    private final double caution;
    private final double largestChance;

    public Detector(Direction direction) {
        this(direction, 1);
    }

    /**
     * @param caution scales how far windows must stand out; above 1 fewer false alarms and fewer detections, default 1
     */
    public Detector(Direction direction, double caution) {
        if (!(caution > 0)) throw new IllegalArgumentException("caution must be positive, is " + caution);
        this.direction = direction;
        this.caution = caution;
        this.largestChance = Math.pow(LARGEST_CHANCE, caution);
    }

    /**
     * One more point.
     *
     * @param value in base units; finite
     */
    public Detection append(DetectorState state, double value) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("not a finite value: " + value);
        double[] stretch = appended(state.stretch(), value);
        long index = state.count();
        Level level = Level.of(stretch);
        List<Event> events = new ArrayList<>(3);

        @Nullable ChangePoint flag = state.flag();
        if (flag != null && index - flag.raisedAt() >= PATIENCE) {
            events.add(new Event(Kind.WITHDRAWN, flag));
            flag = null;
        }
        double[] past = newest(state.past(), MEMORY - stretch.length);
        double[] visited = wanders(state) ? level.relativeTo(past) : NOTHING;
        Found found = confirm(level, state, visited);
        if (found != null) return confirmed(state, stretch, level, found, flag, events);

        if (flag == null) {
            int side = raise(level, state, visited);
            if (side != 0) {
                double change = level.change(level.relative[stretch.length - 1] - level.middleWithout(1));
                flag = new ChangePoint(index, index, isWorse(side), change);
                events.add(new Event(Kind.RAISED, flag));
            }
        }
        ChangePoint last = state.last();
        if (last != null && index - last.raisedAt() > 2 * RETURN) last = null;
        double anchor = state.anchor();
        if (Double.isNaN(anchor) && stretch.length >= ANCHOR) anchor = Median.of(stretch);
        return new Detection(
                new DetectorState(index + 1, stretch, state.memory(), past, state.changes(), anchor, flag, last),
                events);
    }

    /**
     * The state where the next point is known to be on a level of its own. Nothing is said of that; what was suspected before is
     * withdrawn in its time.
     *
     * @param keepsNoise whether the next points are as noisy as those so far
     */
    public static DetectorState begunAnew(DetectorState state, boolean keepsNoise) {
        double[] memory = NOTHING;
        if (keepsNoise) {
            double[] relative = Level.of(state.stretch()).relative;
            memory = relative.length < FEWEST_TO_KNOW_LEVEL
                    ? state.memory()
                    : newest(deviations(relative, relative.length, Median.of(relative), state.memory()), MEMORY);
        }
        return new DetectorState(state.count(), NOTHING, memory, NOTHING, new long[0], Double.NaN, state.flag(), null);
    }

    /** The state after a whole history. */
    public DetectorState rebuild(double... history) {
        DetectorState state = DetectorState.EMPTY;
        for (double value : history) state = append(state, value).state();
        return state;
    }

    /** A window that stands out: how many of the newest values are new, and on which side of the level they lie. */
    private record Found(int runs, int side) {}

    private static boolean wanders(DetectorState state) {
        long[] changes = state.changes();
        return changes.length == WANDERING && state.count() - changes[0] <= MEMORY;
    }

    private @Nullable Found confirm(Level level, DetectorState state, double[] visited) {
        for (Window window : CONFIRMING) {
            int side = standsOut(window, level, state, visited);
            if (side != 0) return new Found(window.runs(), side);
        }
        return creep(level, state);
    }

    private int raise(Level level, DetectorState state, double[] visited) {
        int side = standsOut(RAISING, level, state, visited);
        int newest = level.relative.length - 1;
        if (side == 0 || newest < NEIGHBOURS) return side;
        double neighbours = Median.of(Arrays.copyOfRange(level.relative, newest - NEIGHBOURS, newest));
        double least = Math.min(LEAST_CHANGE_OF_ONE, side * (level.relative[newest] - level.middleWithout(1)));
        return side * (level.relative[newest] - neighbours) >= least ? side : 0;
    }

    /** On which side of the level the newest values stand out; 0 if they do not. */
    private int standsOut(Window window, Level level, DetectorState state, double[] visited) {
        int base = level.relative.length - window.runs();
        if (base < Math.max(FEWEST_TO_KNOW_LEVEL, Math.min(2 * window.runs(), 20))) return 0;
        double middle = level.middleWithout(window.runs());
        double[] room = new double[window.runs()];
        double up = window.statistic(level.relative, base, 1, room) - middle;
        double down = window.statistic(level.relative, base, -1, room) + middle;
        int side = up >= down ? 1 : -1;
        double distance = Math.max(up, down);
        if (distance < LEAST_CHANGE_OF_COUNTER) return 0;

        double[] usual = deviations(level.relative, base, middle, state.memory());
        if (usual.length < FEWEST_TO_KNOW_NOISE || distance < least(window, usual)) return 0;
        double spread = RobustSpread.around(0, usual) * (1 + UNKNOWN_SPREAD / usual.length);
        if (distance <= caution * window.spreads() * spread) return 0;
        double record = record(window, usual, side, room);
        if (distance <= caution * Math.max(window.records() * record, record + window.margin() * spread)) return 0;
        if (window.chance(usual, side, distance) > largestChance) return 0;
        boolean isVisited = visited.length > 0
                && window.chance(around(middle, visited, level.relative, base), side, distance) > largestChance;
        return isVisited ? 0 : side;
    }

    /** How far from the level all these values lay, whatever their own level was. */
    private static double[] around(double middle, double[] visited, double[] relative, int base) {
        double[] distances = Arrays.copyOf(visited, visited.length + base);
        System.arraycopy(relative, 0, distances, visited.length, base);
        for (int i = 0; i < distances.length; i++) distances[i] -= middle;
        return distances;
    }

    private static double least(Window window, double[] usual) {
        for (double deviation : usual) {
            if (deviation != 0) return window.runs() == 1 ? LEAST_CHANGE_OF_ONE : LEAST_CHANGE;
        }
        return LEAST_CHANGE_OF_COUNTER;
    }

    /** The farthest that the window ever stood out on this level. */
    private static double record(Window window, double[] usual, int side, double[] room) {
        double record = 0;
        for (int start = 0; start + window.runs() <= usual.length; start++) {
            record = Math.max(record, window.statistic(usual, start, side, room));
        }
        if (window.runs() > 1) return record;
        for (double deviation : usual) record = Math.max(record, -side * OPPOSITE_RECORD * deviation);
        return record;
    }

    /** Deviations from the level while nothing changed; from before this stretch too while it is short. */
    private static double[] deviations(double[] relative, int base, double middle, double[] memory) {
        int old = Math.min(memory.length, Math.max(0, MEMORY - base));
        double[] deviations = new double[old + base];
        System.arraycopy(memory, memory.length - old, deviations, 0, old);
        for (int i = 0; i < base; i++) deviations[old + i] = relative[i] - middle;
        return deviations;
    }

    /** Many small steps, none of which stands out: the newest values against the beginning of the stretch. */
    private @Nullable Found creep(Level level, DetectorState state) {
        int runs = CREEPING.runs();
        if (level.relative.length < MEMORY) return null;
        double anchor = level.relativeTo(state.anchor());
        if (!Double.isFinite(anchor)) return null;
        double[] room = new double[runs];
        int start = level.relative.length - runs;
        double up = CREEPING.statistic(level.relative, start, 1, room) - anchor;
        double down = CREEPING.statistic(level.relative, start, -1, room) + anchor;
        if (Math.max(up, down) < caution * LEAST_CREEP) return null;
        double[] usual = deviations(level.relative, start, level.middleWithout(runs), state.memory());
        if (Math.max(up, down) <= caution * CREEPING.spreads() * RobustSpread.around(0, usual)) return null;
        int side = up >= down ? 1 : -1;
        boolean byChance = CREEPING.chance(usual, side, Math.max(up, down)) > largestChance;
        return byChance ? null : new Found(runs, side);
    }

    private Detection confirmed(
            DetectorState state,
            double[] stretch,
            Level level,
            Found found,
            @Nullable ChangePoint flag,
            List<Event> events) {
        long index = state.count();
        double before = level.middleWithout(found.runs());
        double after = Median.of(
                Arrays.copyOfRange(level.relative, level.relative.length - found.runs(), level.relative.length));
        int start = beginning(level.relative, found, (before + after) / 2);
        long position = index - (stretch.length - 1 - start);
        boolean worse = isWorse(found.side());
        double change = level.change(after - before);

        @Nullable ChangePoint last = state.last();
        boolean returned = last != null
                && position - last.index() <= RETURN
                && last.change() > 0 != change > 0
                && Math.abs(level.distance(last.change()) + (after - before)) <= Math.abs(after - before) / 2;
        if (returned && last != null) events.add(new Event(Kind.WITHDRAWN, last));

        boolean suspected = flag != null && flag.worse() == worse;
        if (flag != null && !suspected) events.add(new Event(Kind.WITHDRAWN, flag));
        long raisedAt = suspected && flag != null ? flag.raisedAt() : index;
        ChangePoint changePoint = new ChangePoint(position, raisedAt, worse, change);
        if (!suspected) events.add(new Event(Kind.RAISED, changePoint));
        events.add(new Event(Kind.CONFIRMED, changePoint));

        double[] rest = Arrays.copyOfRange(stretch, start, stretch.length);
        double[] memory = deviations(level.relative, start, before, state.memory());
        double[] past = newest(joined(state.past(), Arrays.copyOf(stretch, start)), MEMORY - rest.length);
        DetectorState next = new DetectorState(
                index + 1,
                rest,
                newest(memory, MEMORY),
                past,
                withChange(state.changes(), position),
                Double.NaN,
                null,
                returned ? null : changePoint);
        return new Detection(next, events);
    }

    /** Where the new level begins: the position from which on the values lie farthest beyond the middle of both levels. */
    private static int beginning(double[] relative, Found found, double middle) {
        int earliest = Math.max(FEWEST_TO_KNOW_LEVEL, relative.length - 2 * found.runs());
        int best = relative.length - 1;
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = relative.length - 1; i >= earliest; i--) {
            sum += found.side() * (relative[i] - middle);
            if (sum > largest) {
                largest = sum;
                best = i;
            }
        }
        return best;
    }

    private boolean isWorse(int side) {
        return switch (direction) {
            case LOWER_IS_BETTER -> side > 0;
            case HIGHER_IS_BETTER -> side < 0;
            case UNKNOWN -> true;
        };
    }

    private static long[] withChange(long[] changes, long position) {
        int kept = Math.min(changes.length, WANDERING - 1);
        long[] more = Arrays.copyOfRange(changes, changes.length - kept, changes.length + 1);
        more[kept] = position;
        return more;
    }

    private static double[] appended(double[] stretch, double value) {
        double[] longer = Arrays.copyOf(stretch, stretch.length + 1);
        longer[stretch.length] = value;
        return newest(longer, MEMORY);
    }

    private static double[] joined(double[] older, double[] newer) {
        double[] all = Arrays.copyOf(older, older.length + newer.length);
        System.arraycopy(newer, 0, all, older.length, newer.length);
        return all;
    }

    private static double[] newest(double[] values, int most) {
        return values.length <= most ? values : Arrays.copyOfRange(values, values.length - most, values.length);
    }
}

package dev.pawl.detect;

import dev.pawl.detect.Detection.Event;
import dev.pawl.detect.Detection.Kind;
import dev.pawl.model.Direction;
import dev.pawl.stats.Median;
import dev.pawl.stats.RobustSpread;
import java.util.Arrays;

/**
 * Finds a level that got worse in steps too small to be found, each of which becomes the next one's normal. It holds the newest runs
 * not against those just before them but against a yardstick that stays: the first runs since the last step that somebody was told
 * of, or since the level last got better.
 *
 * <pre>
 *   yardstick             newest 20
 *   ▁▁▁▁▁▁▁▁▁▂▂▂▃▃▃▃▄▄▄▅▅▅▅▆▆▆▆▇▇▇
 *           └ since                └ crept by 9 % over 22 runs
 * </pre>
 *
 * <p>A release does not move the yardstick, or frequent releases would hide every creep; it names it: creep is told since the newest
 * release that was not yet beyond the limit. What was told is the next yardstick for what is told again.
 *
 * <p>One more point costs the same however long the history is. Immutable and safe to share between threads; the state is the
 * caller's.
 */
public final class CreepWatch {

    /** So many first values make the yardstick; fewer would be off by luck. */
    private static final int YARDSTICK = 30;

    private static final int FEWEST_IN_YARDSTICK = 10;

    /** The newest so many values, of which 14 must lie beyond the limit and beyond the spread of single runs. */
    private static final Window NEWEST = new Window(20, 7, 1, 0, 0);

    /** Values that are kept to tell a ramp from a step. */
    private static final int MEMORY = 60;

    /** How likely it may be that so many runs lie that far out by chance; see {@link Detector}. */
    private static final double LARGEST_CHANCE = 1e-4;

    /** A level has returned when four of the newest five runs are this near, as a share of the limit. */
    private static final double RETURNED = 0.5;

    private static final Window RETURNING = new Window(5, 2, 0, 0, 0);

    private static final int MOST_RELEASES = 6;

    /** The level at a release is the median of so many runs up to it. */
    private static final int RUNS_OF_RELEASE = 10;

    private final Direction direction;

    public CreepWatch(Direction direction) {
        this.direction = direction;
    }

    /**
     * One more point.
     *
     * @param value in base units; finite
     * @param isRelease whether its run measured a release
     * @param limit relative change from which creep is told
     * @param detection what the {@link Detector} made of the same point
     */
    public Creep append(CreepState before, double value, boolean isRelease, double limit, Detection detection) {
        CreepState state = with(before, value, isRelease);
        boolean isRamp = false;
        for (Event event : detection.events()) {
            if (event.kind() != Kind.CONFIRMED) continue;
            ChangePoint point = event.changePoint();
            boolean isTold = point.worse() && Math.abs(point.change()) >= limit;
            isRamp = isTold && isRamp(state, point.change() > 0 ? 1 : -1, limit);
            if (!point.worse() || isTold && !isRamp)
                state = restarted(state, point.index(), detection.state().stretch());
        }
        return judged(state, limit, isRamp);
    }

    /** Whether the newest values rose in many small steps rather than in one. */
    public boolean isRamp(CreepState state, double limit) {
        return switch (direction) {
            case LOWER_IS_BETTER -> isRamp(state, 1, limit);
            case HIGHER_IS_BETTER -> isRamp(state, -1, limit);
            case UNKNOWN -> isRamp(state, 1, limit) || isRamp(state, -1, limit);
        };
    }

    private static boolean isRamp(CreepState state, int side, double limit) {
        return isPositive(state.newest()) && Ramp.fitsBetter(logs(state.newest(), side), Math.log1p(limit) / 2);
    }

    /** Whether the newest values are back at a level, or better. */
    public boolean isBackAt(CreepState state, double level, double limit) {
        double[] newest = state.newest();
        if (newest.length < RETURNING.runs() || !isPositive(newest) || !(level > 0)) return false;
        double near = RETURNED * Math.log1p(limit);
        double[] room = new double[RETURNING.runs()];
        int start = newest.length - RETURNING.runs();
        // Seen from the other side: all but one lie at least that far below "near".
        boolean notAbove = RETURNING.statistic(logs(newest, -1), start, 1, room) >= -Math.log(level) - near;
        boolean notBelow = RETURNING.statistic(logs(newest, 1), start, 1, room) >= Math.log(level) - near;
        return switch (direction) {
            case LOWER_IS_BETTER -> notAbove;
            case HIGHER_IS_BETTER -> notBelow;
            case UNKNOWN -> notAbove && notBelow;
        };
    }

    private Creep judged(CreepState state, double limit, boolean isRamp) {
        int known = (int) Math.min(state.yardstick().length, state.count() - state.start() - NEWEST.runs());
        if (known < FEWEST_IN_YARDSTICK || !isPositive(state.newest()) || !isPositive(state.yardstick()))
            return new Creep(state, isRamp, null, null);
        double[] yardstick = Arrays.copyOf(state.yardstick(), known);
        double level = Median.of(yardstick);
        // Most of the newest runs may still lie beyond the limit then; they are no news.
        if (isBackAt(state, level, limit))
            return new Creep(state.toldAt() < 0 ? state : told(state, -1, Double.NaN), isRamp, null, null);

        int worse = direction == Direction.HIGHER_IS_BETTER ? -1 : 1;
        int side = isBeyond(state, yardstick, level, worse, limit) ? worse : -worse;
        boolean isBeyond = side == worse || isBeyond(state, yardstick, level, side, limit);
        if (!isBeyond) return new Creep(state, isRamp, null, null);
        double now = Median.of(newest(state.newest(), NEWEST.runs()));
        if (side != worse && direction != Direction.UNKNOWN) {
            // It crept to the better, and must not creep back unseen.
            double[] runs = newest(state.newest(), NEWEST.runs());
            return new Creep(restarted(state, state.count() - runs.length, runs), isRamp, null, null);
        }
        Creep.Distance further = null;
        if (state.toldAt() >= 0) {
            if (!isBeyond(state, yardstick, state.toldLevel(), side, limit))
                return new Creep(state, isRamp, null, null);
            further = new Creep.Distance(change(state.toldLevel(), now), state.toldLevel(), state.toldAt());
        }
        Creep.Distance total = total(state, yardstick, level, now, side, limit);
        return new Creep(told(state, state.count() - 1, now), isRamp, total, further);
    }

    /** Since the newest release that the level was not yet beyond, else since the level was last seen at the yardstick. */
    private static Creep.Distance total(
            CreepState state, double[] yardstick, double level, double now, int side, double limit) {
        for (int i = state.releases().length - 1; i >= 0; i--) {
            double then = state.releaseLevels()[i];
            if (isBeyond(state, yardstick, then, side, limit))
                return new Creep.Distance(change(then, now), then, state.releases()[i]);
        }
        return new Creep.Distance(change(level, now), level, last(state, level, side, limit));
    }

    /** The newest position around which most values were still near the level; the end of the yardstick if that is long ago. */
    private static long last(CreepState state, double level, int side, double limit) {
        double[] logs = logs(state.newest(), side);
        double near = side * Math.log(level) + Math.log1p(limit) / 4;
        int around = 5;
        for (int end = logs.length; end >= around; end--) {
            if (Median.of(Arrays.copyOfRange(logs, end - around, end)) <= near)
                return state.count() - 1 - (logs.length - end);
        }
        return Math.min(state.start() + state.yardstick().length, state.count()) - 1;
    }

    private static boolean isBeyond(CreepState state, double[] yardstick, double level, int side, double limit) {
        double[] room = new double[NEWEST.runs()];
        double[] logs = logs(state.newest(), side);
        double distance = NEWEST.statistic(logs, logs.length - NEWEST.runs(), 1, room) - side * Math.log(level);
        if (distance < Math.log1p(limit)) return false;
        double[] usual = logs(yardstick, 1);
        double middle = Median.of(usual);
        for (int i = 0; i < usual.length; i++) usual[i] -= middle;
        double spread = Math.max(RobustSpread.around(0, usual), spreadOfNeighbours(logs));
        return distance > NEWEST.spreads() * spread && NEWEST.chance(usual, side, distance) <= LARGEST_CHANCE;
    }

    /** Standard deviation of single runs by their differences, which a slow drift does not widen. */
    private static double spreadOfNeighbours(double[] logs) {
        double[] differences = new double[logs.length - 1];
        for (int i = 0; i < differences.length; i++) differences[i] = logs[i + 1] - logs[i];
        return RobustSpread.around(Median.of(differences), differences) / Math.sqrt(2);
    }

    private static CreepState with(CreepState state, double value, boolean isRelease) {
        double[] yardstick = state.yardstick();
        if (yardstick.length < YARDSTICK) yardstick = appended(yardstick, value);
        double[] newest = newest(appended(state.newest(), value), MEMORY);
        long[] releases = state.releases();
        double[] levels = state.releaseLevels();
        if (isRelease) {
            int kept = Math.min(releases.length, MOST_RELEASES - 1);
            releases = Arrays.copyOfRange(releases, releases.length - kept, releases.length + 1);
            levels = Arrays.copyOfRange(levels, levels.length - kept, levels.length + 1);
            releases[kept] = state.count();
            levels[kept] = Median.of(newest(newest, RUNS_OF_RELEASE));
        }
        return new CreepState(
                state.count() + 1,
                state.start(),
                yardstick,
                newest,
                releases,
                levels,
                state.toldAt(),
                state.toldLevel());
    }

    /** Begins anew with the values from a position on. */
    private static CreepState restarted(CreepState state, long start, double[] values) {
        int after = 0;
        while (after < state.releases().length && state.releases()[after] < start) after++;
        return new CreepState(
                state.count(),
                start,
                Arrays.copyOf(values, Math.min(values.length, YARDSTICK)),
                newest(values, MEMORY),
                Arrays.copyOfRange(state.releases(), after, state.releases().length),
                Arrays.copyOfRange(state.releaseLevels(), after, state.releases().length),
                -1,
                Double.NaN);
    }

    private static CreepState told(CreepState state, long at, double level) {
        return new CreepState(
                state.count(),
                state.start(),
                state.yardstick(),
                state.newest(),
                state.releases(),
                state.releaseLevels(),
                at,
                level);
    }

    /** Finite and more than −1, whatever the values are. */
    private static double change(double then, double now) {
        return Math.max(1e-12 - 1, Math.min(1e12, now / then - 1));
    }

    private static boolean isPositive(double[] values) {
        for (double value : values) if (!(value > 0)) return false;
        return true;
    }

    private static double[] logs(double[] values, int side) {
        double[] logs = new double[values.length];
        for (int i = 0; i < values.length; i++) logs[i] = side * Math.log(values[i]);
        return logs;
    }

    private static double[] appended(double[] values, double value) {
        double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }

    private static double[] newest(double[] values, int most) {
        return values.length <= most ? values : Arrays.copyOfRange(values, values.length - most, values.length);
    }
}

package dev.pawl.backtest;

import java.util.List;

/**
 * What a method would have said of a history, upload by upload. Positions count from 0 at the first value of the history.
 *
 * @param name of the history
 * @param method {@link Method#toString()}
 * @param alarms uploads at which a new flag for worse was raised; later withdrawn ones stay in
 * @param confirmed those alarms that stood
 * @param changePoints first uploads of new levels, better or worse, as they show in hindsight; for a reference rule its alarms
 */
public record Replay(
        String name, String method, List<Integer> alarms, List<Integer> confirmed, List<Integer> changePoints) {
    public Replay {
        alarms = List.copyOf(alarms);
        confirmed = List.copyOf(confirmed);
        changePoints = List.copyOf(changePoints);
    }
}

package dev.pawl.parser;

import dev.pawl.model.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All lines of one benchmark: its values by unit, kept by the process that printed them. */
final class GoBenchSeries {

    private final String where;
    private final String suite;
    private final String name;
    private final Map<String, List<DoubleList>> groups = new LinkedHashMap<>();
    private int process = -1;

    /**
     * @param where the first line
     * @param name with its suffix for GOMAXPROCS
     */
    GoBenchSeries(String where, String suite, String name) {
        this.where = where;
        this.suite = suite;
        this.name = name;
    }

    void add(String lineWhere, int ofProcess, GoBenchLine figures) {
        boolean isFresh = ofProcess != process;
        process = ofProcess;
        for (int i = 0; i < figures.values().length; i++) {
            double value = figures.values()[i];
            String unit = figures.units().get(i);
            if (!Double.isFinite(value)) {
                if (unit.equals(GoBenchLine.TIME))
                    throw new ParseException(lineWhere, "the time is not finite, so it is no result; run it again");
                continue;
            }
            List<DoubleList> ofUnit = groups.get(unit);
            if (ofUnit == null) groups.put(unit, ofUnit = new ArrayList<>(1));
            if (isFresh || ofUnit.isEmpty()) ofUnit.add(new DoubleList());
            ofUnit.get(ofUnit.size() - 1).add(value);
        }
    }

    String where() {
        return where;
    }

    String suite() {
        return suite;
    }

    String name() {
        return name;
    }

    Set<String> units() {
        return groups.keySet();
    }

    Samples samples(String unit) {
        List<double[]> values = new ArrayList<>();
        for (DoubleList group : groups.getOrDefault(unit, List.of())) values.add(group.toArray());
        return Samples.ofGroups(values);
    }
}

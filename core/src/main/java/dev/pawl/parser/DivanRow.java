package dev.pawl.parser;

import org.jspecify.annotations.Nullable;

/**
 * One line of divan's tree with the table beside it.
 *
 * <pre>
 * words            fastest       │ slowest       │ median        │ mean          │ samples │ iters    the tree's name
 * ├─ copy                        │               │               │               │         │          a group
 * │  ╰─ a b        23.43 ns      │ 33.93 ns      │ 26.41 ns      │ 26.92 ns      │ 20      │ 1280     a benchmark
 * │                128 MB/s      │ 88.4 MB/s     │ 113.5 MB/s    │ 111.4 MB/s    │         │          more of it
 * </pre>
 *
 * @param depth how many groups it is in
 * @param isLast whether nothing comes after it in its group
 * @param name {@code null} where the line goes on with the benchmark above
 * @param cells six, or none where the benchmark printed something itself before its figures
 */
record DivanRow(int depth, boolean isLast, @Nullable String name, String[] cells) {

    private static final int BARS = 5;
    private static final int BRANCH = 3;
    private static final String FASTEST = "fastest";
    private static final String IGNORED = "(ignored)";

    /** The name of the tree that begins in this line, {@code null} if none does. */
    static @Nullable String treeName(String line) {
        int fastest = line.indexOf(FASTEST);
        if (fastest <= 0 || line.indexOf("│ slowest", fastest) < 0 || !line.endsWith("│ iters")) return null;
        String name = line.substring(0, fastest).strip();
        return name.isEmpty() ? null : name;
    }

    /** {@code null} if the line is no part of a tree. */
    static @Nullable DivanRow find(String line) {
        int at = 0;
        int depth = 0;
        while (line.startsWith("│  ", at) || line.startsWith("   ", at)) {
            at += BRANCH;
            depth++;
        }
        boolean isLast = line.startsWith("╰─ ", at);
        boolean isNode = isLast || line.startsWith("├─ ", at);
        String[] cells = cells(line, isNode ? at + BRANCH : 0);
        if (!isNode) {
            if (cells.length == 0) return null;
            int start = 0;
            while (start < cells[0].length() && "│ ".indexOf(cells[0].charAt(start)) >= 0) start++;
            cells[0] = cells[0].substring(start);
            return new DivanRow(depth, false, null, cells);
        }
        String first = cells.length == 0 ? line.substring(at + BRANCH) : cells[0];
        int space = cells.length == 0 ? first.indexOf("  ") : first.lastIndexOf("  ");
        DivanRow row = new DivanRow(depth, isLast, space < 0 ? first : first.substring(0, space), cells);
        if (cells.length == 0) return row;
        cells[0] = space < 0 ? "" : first.substring(space).strip();
        boolean isGroup = !row.isMeasured() && !row.isIgnored();
        // Two spaces in a row can stand in a name, too.
        return isGroup
                ? new DivanRow(depth, isLast, first, cells)
                : new DivanRow(depth, isLast, row.name.strip(), cells);
    }

    /** Whether the figures of a benchmark begin in it. */
    boolean isMeasured() {
        return cells.length > 0 && !cells[4].isEmpty() && isDigits(cells[4]);
    }

    boolean isIgnored() {
        return cells.length > 0 && cells[0].equals(IGNORED);
    }

    private static boolean isDigits(String text) {
        for (int at = 0; at < text.length(); at++) if (text.charAt(at) < '0' || text.charAt(at) > '9') return false;
        return true;
    }

    /** What stands between the last five bars; names can have bars in them. */
    private static String[] cells(String line, int from) {
        String[] cells = new String[BARS + 1];
        int end = line.length();
        for (int cell = BARS; cell > 0; cell--) {
            int bar = line.lastIndexOf('│', end - 1);
            if (bar < from || end == 0) return new String[0];
            cells[cell] = line.substring(bar + 1, end).strip();
            end = bar;
        }
        cells[0] = line.substring(from, end).strip();
        return cells;
    }
}

package dev.pawl.gpu.spec;

import dev.pawl.gpu.spec.KernelSpec.Argument;
import dev.pawl.gpu.spec.KernelSpec.Check;
import dev.pawl.gpu.spec.KernelSpec.Launch;
import dev.pawl.gpu.spec.KernelSpec.Reference;
import dev.pawl.gpu.spec.KernelSpec.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one kernel of a spec file. */
final class KernelReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern ENTRY = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,999}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+([eE][-+]?[0-9]+)?|-?[0-9]+[eE]-[0-9]+");

    /** The number of an element. */
    private static final String ELEMENT = "i";

    /** Each takes seconds. */
    private static final int MOST_COMBINATIONS = 200;

    /** What CUDA allows. */
    private static final long MOST_THREADS = 1024;

    private static final long LARGEST_GRID = Integer.MAX_VALUE;

    private static final long LARGEST_GRID_BEYOND = 65_535;

    private static final long MOST_SHARED = 227 << 10;

    private final Path folder;
    private final Problems problems;
    private final YamlMapping kernel;
    private final Map<String, List<Long>> axes = new LinkedHashMap<>();
    private List<long[]> combinations = List.of();

    KernelReader(Node node, Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
        this.kernel = new YamlMapping(node, "a kernel", problems);
    }

    /** {@code null} if there is not enough of it. */
    @Nullable
    KernelSpec read() {
        String name = word(kernel, "name", NAME);
        Path code = code(kernel);
        String entry = word(kernel, "entry", ENTRY);
        readAxes(kernel.take("axes"));
        Launch launch = launch(kernel, null);
        List<Argument> arguments = arguments(kernel.need("arguments"));
        Expression bytes = number(kernel, "bytes", 0, Long.MAX_VALUE);
        Expression operations = number(kernel, "operations", 0, Long.MAX_VALUE);
        Node unit = kernel.take("unit");
        String rateUnit = unit == null ? "op/s" : kernel.text(unit, "unit");
        Node checked = kernel.need("check");
        Check check = checked == null || "none".equals(scalar(checked)) ? null : check(checked, arguments, launch);
        kernel.close();
        if (name == null || code == null || entry == null || launch == null || rateUnit == null) return null;
        return new KernelSpec(name, code, entry, axes, launch, arguments, bytes, operations, rateUnit, check);
    }

    private @Nullable String word(YamlMapping mapping, String key, Pattern form) {
        Node node = mapping.need(key);
        String text = mapping.text(node, key);
        if (node == null || text == null) return null;
        if (form.matcher(text).matches()) return text;
        problems.add(node.getStartMark(), "'" + key + "' is '" + text + "', which is no name");
        return null;
    }

    private @Nullable Path code(YamlMapping mapping) {
        Node node = mapping.need("file");
        String text = mapping.text(node, "file");
        if (node == null || text == null) return null;
        Path code = folder.resolve(text);
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".ptx") && !lower.endsWith(".cubin") && !lower.endsWith(".cu"))
            problems.add(node.getStartMark(), "'file' is '" + text + "'; it must end with .ptx, .cubin or .cu");
        else if (!Files.isReadable(code) || Files.isDirectory(code))
            problems.add(node.getStartMark(), "'file' is '" + text + "', which is not there or not readable");
        return code;
    }

    private void readAxes(@Nullable Node node) {
        if (node == null) {
            combinations = combinations();
            return;
        }
        YamlMapping mapping = new YamlMapping(node, "'axes'", problems);
        for (String name : mapping.keys()) {
            Node axis = mapping.take(name);
            if (axis == null) continue;
            if (!IDENTIFIER.matcher(name).matches() || name.equals(ELEMENT) || Expression.FUNCTIONS.contains(name))
                problems.add(axis.getStartMark(), "an axis cannot be called '" + name + "'");
            List<Long> values = new ArrayList<>();
            for (Node item : YamlMapping.items(axis)) {
                Expression value = expression(mapping, item, name, List.of());
                if (value == null) continue;
                try {
                    long number = value.of();
                    if (values.contains(number))
                        problems.add(item.getStartMark(), "'" + name + "' has " + number + " twice");
                    values.add(number);
                } catch (ArithmeticException none) {
                    problems.add(item.getStartMark(), "'" + name + "' has no value: " + none.getMessage());
                }
            }
            if (values.isEmpty()) problems.add(axis.getStartMark(), "'" + name + "' has no values");
            else axes.put(name, values);
        }
        long count = 1;
        for (List<Long> values : axes.values()) count = Math.min(Integer.MAX_VALUE, count * values.size());
        if (count > MOST_COMBINATIONS)
            problems.add(
                    node.getStartMark(),
                    "the axes have " + count + " combinations; more than " + MOST_COMBINATIONS + " take too long");
        else combinations = combinations();
    }

    private List<long[]> combinations() {
        return new KernelSpec(
                        "",
                        folder,
                        "",
                        axes,
                        new Launch(List.of(), List.of(), Expression.parse("0", List.of())),
                        List.of(),
                        null,
                        null,
                        "",
                        null)
                .combinations();
    }

    /** @param inherited what holds where the mapping says nothing */
    private @Nullable Launch launch(YamlMapping mapping, @Nullable Launch inherited) {
        List<Expression> grid = shape(mapping, "grid", inherited == null);
        List<Expression> block = shape(mapping, "block", inherited == null);
        Expression shared = number(mapping, "shared", 0, MOST_SHARED);
        if (inherited != null)
            return new Launch(
                    grid.isEmpty() ? inherited.grid() : grid,
                    block.isEmpty() ? inherited.block() : block,
                    shared == null ? inherited.shared() : shared);
        if (grid.isEmpty() || block.isEmpty()) return null;
        return new Launch(grid, block, shared == null ? Expression.parse("0", List.of()) : shared);
    }

    private List<Expression> shape(YamlMapping mapping, String key, boolean isNeeded) {
        Node node = isNeeded ? mapping.need(key) : mapping.take(key);
        if (node == null) return List.of();
        List<Expression> shape = new ArrayList<>();
        List<Node> items = YamlMapping.items(node);
        if (items.isEmpty() || items.size() > 3)
            problems.add(node.getStartMark(), "'" + key + "' has one to three numbers");
        for (Node item : items) {
            Expression size = expression(mapping, item, key, List.copyOf(axes.keySet()));
            if (size == null) continue;
            long largest = key.equals("block") ? MOST_THREADS : shape.isEmpty() ? LARGEST_GRID : LARGEST_GRID_BEYOND;
            if (isWithin(item, key, size, 1, largest)) shape.add(size);
        }
        if (shape.size() < items.size()) return List.of();
        if (key.equals("block")) {
            for (long[] values : combinations) {
                long threads = 1;
                for (Expression size : shape) threads *= size.of(values);
                if (threads > MOST_THREADS) {
                    problems.add(
                            node.getStartMark(),
                            "'block' is " + threads + " threads" + where(values) + "; CUDA allows " + MOST_THREADS);
                    break;
                }
            }
        }
        return shape;
    }

    private List<Argument> arguments(@Nullable Node node) {
        List<Argument> arguments = new ArrayList<>();
        for (Node item : YamlMapping.items(node)) {
            YamlMapping mapping = new YamlMapping(item, "an argument", problems);
            Argument argument = argument(mapping);
            mapping.close();
            if (argument == null) continue;
            if (!argument.name().isEmpty())
                for (Argument other : arguments)
                    if (other.name().equals(argument.name()))
                        problems.add(item.getStartMark(), "there are two arguments '" + argument.name() + "'");
            arguments.add(argument);
        }
        return arguments;
    }

    private @Nullable Argument argument(YamlMapping mapping) {
        Node named = mapping.take("name");
        String name = named == null ? "" : mapping.text(named, "name");
        Type type = type(mapping);
        Node buffer = mapping.take("buffer");
        Node value = mapping.take("value");
        Node init = mapping.take("init");
        if ((buffer == null) == (value == null)) {
            problems.add(
                    mapping.place().getStartMark(),
                    "an argument is either a 'buffer', of so many elements, or a 'value'");
            return null;
        }
        if (buffer == null) {
            if (init != null) problems.add(init.getStartMark(), "'init' is of a buffer; a number has 'value' only");
            Content number = content(mapping, value, "value", type, false);
            return type == null || number == null || name == null ? null : new Argument(name, type, null, number);
        }
        Expression elements = expression(mapping, buffer, "buffer", List.copyOf(axes.keySet()));
        if (elements != null && !isWithin(buffer, "buffer", elements, 1, 1L << 40)) elements = null;
        Content content = init == null ? Content.ZERO : content(mapping, init, "init", type, true);
        return type == null || elements == null || content == null || name == null
                ? null
                : new Argument(name, type, elements, content);
    }

    private @Nullable Type type(YamlMapping mapping) {
        Node node = mapping.need("type");
        String text = mapping.text(node, "type");
        if (node == null || text == null) return null;
        for (Type type : Type.values()) if (type.name().toLowerCase(Locale.ROOT).equals(text)) return type;
        problems.add(node.getStartMark(), "'type' is '" + text + "'; known are i32, i64, f32, f64");
        return null;
    }

    private @Nullable Check check(Node node, List<Argument> arguments, @Nullable Launch launch) {
        YamlMapping mapping = new YamlMapping(node, "'check'", problems);
        Node named = mapping.need("buffer");
        String name = mapping.text(named, "buffer");
        int buffer = -1;
        for (int i = 0; i < arguments.size(); i++)
            if (arguments.get(i).elements() != null
                    && !arguments.get(i).name().isEmpty()
                    && arguments.get(i).name().equals(name)) buffer = i;
        if (named != null && name != null && buffer < 0)
            problems.add(named.getStartMark(), "no buffer among the arguments has the name '" + name + "'");
        Type type = buffer < 0 ? null : arguments.get(buffer).type();
        Node equals = mapping.take("equals");
        Node reference = mapping.take("reference");
        double tolerance = tolerance(mapping, type);
        mapping.close();
        if ((equals == null) == (reference == null)) {
            problems.add(node.getStartMark(), "'check' needs either 'equals', a formula, or 'reference', a kernel");
            return null;
        }
        Content expected = equals == null ? null : content(mapping, equals, "equals", type, true);
        Reference other = reference == null ? null : reference(reference, launch);
        if (buffer < 0 || (expected == null && other == null)) return null;
        return new Check(buffer, expected, other, tolerance);
    }

    private double tolerance(YamlMapping mapping, @Nullable Type type) {
        Node node = mapping.take("tolerance");
        if (node == null) return type == null || type.isReal() ? 1e-5 : 0;
        String text = mapping.text(node, "tolerance");
        try {
            double tolerance = text == null ? 0 : Double.parseDouble(text);
            if (tolerance >= 0 && tolerance < 1) return tolerance;
        } catch (NumberFormatException noNumber) {
            // Said below, as of a number that is too large.
        }
        problems.add(node.getStartMark(), "'tolerance' is '" + text + "'; it must be from 0 to below 1");
        return 0;
    }

    private @Nullable Reference reference(Node node, @Nullable Launch launch) {
        YamlMapping mapping = new YamlMapping(node, "'reference'", problems);
        String entry = word(mapping, "entry", ENTRY);
        Path code = code(mapping);
        Launch own = launch == null ? null : launch(mapping, launch);
        mapping.close();
        return entry == null || code == null || own == null ? null : new Reference(code, entry, own);
    }

    /** A decimal, or an expression whose values can be computed for all combinations. */
    private @Nullable Content content(
            YamlMapping mapping, @Nullable Node node, String key, @Nullable Type type, boolean isOfElements) {
        String text = mapping.text(node, key);
        if (node == null || text == null) return null;
        if (DECIMAL.matcher(text).matches()) {
            if (type != null && !type.isReal())
                problems.add(node.getStartMark(), "'" + key + "' is " + text + ", but its type has no fractions");
            if (Double.isInfinite(Double.parseDouble(text)))
                problems.add(node.getStartMark(), "'" + key + "' is " + text + ", which no type can hold");
            return new Content(null, Double.parseDouble(text));
        }
        List<String> names = new ArrayList<>(axes.keySet());
        if (isOfElements) names.add(ELEMENT);
        Expression expression = expression(mapping, node, key, names);
        if (expression == null) return null;
        for (long[] values : combinations) {
            long[] all = isOfElements ? Arrays.copyOf(values, values.length + 1) : values;
            try {
                long value = expression.of(all);
                if (type == Type.I32) Math.toIntExact(value);
            } catch (ArithmeticException none) {
                problems.add(
                        node.getStartMark(), "'" + key + "' has no value" + where(values) + ": " + none.getMessage());
                return null;
            }
        }
        return new Content(expression, 0);
    }

    private @Nullable Expression number(YamlMapping mapping, String key, long least, long most) {
        Node node = mapping.take(key);
        if (node == null) return null;
        Expression expression = expression(mapping, node, key, List.copyOf(axes.keySet()));
        return expression != null && isWithin(node, key, expression, least, most) ? expression : null;
    }

    private @Nullable Expression expression(YamlMapping mapping, Node node, String key, List<String> names) {
        String text = mapping.text(node, key);
        if (text == null) return null;
        try {
            return Expression.parse(text, names);
        } catch (IllegalArgumentException none) {
            problems.add(node.getStartMark(), "'" + key + "' " + none.getMessage());
            return null;
        }
    }

    /** Whether it has a value between the two for all combinations; else a problem. */
    private boolean isWithin(Node node, String key, Expression expression, long least, long most) {
        for (long[] values : combinations) {
            try {
                long value = expression.of(values);
                if (value >= least && value <= most) continue;
                problems.add(
                        node.getStartMark(),
                        "'" + key + "' is " + value + where(values) + "; it must be from " + least + " to " + most);
            } catch (ArithmeticException none) {
                problems.add(
                        node.getStartMark(), "'" + key + "' has no value" + where(values) + ": " + none.getMessage());
            }
            return false;
        }
        return true;
    }

    /** {@code  for n=0, threads=128}. */
    private String where(long[] values) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (String name : axes.keySet())
            text.append(at == 0 ? " for " : ", ").append(name).append('=').append(values[at++]);
        return text.toString();
    }

    private static @Nullable String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }
}

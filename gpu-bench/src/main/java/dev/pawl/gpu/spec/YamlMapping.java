package dev.pawl.gpu.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file, whose keys are asked for one after the other. What nobody asked for is a problem. */
final class YamlMapping {

    private final Node place;
    private final String title;
    private final Problems problems;
    private final Map<String, Node> unasked = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    /** @param title of what the mapping describes, such as {@code a kernel} */
    YamlMapping(Node node, String title, Problems problems) {
        this.place = node;
        this.title = title;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node.getStartMark(), title + " must be a mapping of keys to values");
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key))
                problems.add(tuple.getKeyNode().getStartMark(), "a key must be a word");
            else if (unasked.put(key.getValue(), tuple.getValueNode()) != null)
                problems.add(key.getStartMark(), "'" + key.getValue() + "' is there twice");
        }
    }

    /** The keys in their order. */
    List<String> keys() {
        return new ArrayList<>(unasked.keySet());
    }

    Node place() {
        return place;
    }

    @Nullable
    Node take(String key) {
        known.add(key);
        return unasked.remove(key);
    }

    /** {@code null}, and a problem, if it is not there. */
    @Nullable
    Node need(String key) {
        Node node = take(key);
        if (node == null && place instanceof MappingNode)
            problems.add(place.getStartMark(), title + " needs '" + key + "'");
        return node;
    }

    /** A word or number as it is written; {@code null}, and a problem, if it is something else. */
    @Nullable
    String text(@Nullable Node node, String key) {
        if (node == null) return null;
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank())
            return scalar.getValue().strip();
        problems.add(node.getStartMark(), "'" + key + "' must be a word or a number");
        return null;
    }

    /** The items of a list, or the one thing that is there instead of a list. */
    static List<Node> items(@Nullable Node node) {
        if (node == null) return List.of();
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    /** Reports what nobody asked for. */
    void close() {
        unasked.forEach((key, node) -> problems.add(
                node.getStartMark(), title + " has no '" + key + "'; known are " + String.join(", ", known)));
    }
}

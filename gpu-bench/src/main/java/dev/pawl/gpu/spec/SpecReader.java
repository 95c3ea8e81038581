package dev.pawl.gpu.spec;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a spec file. Whatever is wrong with it is told at once. */
public final class SpecReader {

    /** Characters; a spec has some hundreds. */
    private static final int LARGEST_FILE = 1 << 20;

    private SpecReader() {}

    /**
     * @throws SpecException if the file is no spec; the message has a line for each problem
     * @throws IOException if it cannot be read
     */
    public static List<KernelSpec> read(Path file) throws SpecException, IOException {
        Problems problems = new Problems(file.toString());
        Node root = compose(file, problems);
        List<KernelSpec> specs = root == null ? List.of() : kernels(root, file, problems);
        if (!problems.isEmpty()) throw problems.asException();
        return specs;
    }

    private static @Nullable Node compose(Path file, Problems problems) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_FILE);
        try (Reader reader = Files.newBufferedReader(file)) {
            Node root = new Yaml(options).compose(reader);
            if (root == null) problems.add(1, "the file is empty; it needs 'kernels'");
            return root;
        } catch (MarkedYAMLException noYaml) {
            int line = noYaml.getProblemMark() == null
                    ? 1
                    : noYaml.getProblemMark().getLine() + 1;
            problems.add(line, "is no YAML: " + noYaml.getProblem());
        } catch (YAMLException noYaml) {
            problems.add(1, "is no YAML: " + noYaml.getMessage());
        } catch (CharacterCodingException noText) {
            problems.add(1, "is no text in UTF-8");
        }
        return null;
    }

    private static List<KernelSpec> kernels(Node root, Path file, Problems problems) {
        YamlMapping top = new YamlMapping(root, "the file", problems);
        Path folder = file.toAbsolutePath().getParent();
        Node kernels = top.need("kernels");
        top.close();
        List<KernelSpec> specs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Node> items = YamlMapping.items(kernels);
        if (kernels != null && items.isEmpty()) problems.add(kernels.getStartMark(), "'kernels' has none");
        for (Node kernel : items) {
            KernelSpec spec = new KernelReader(kernel, folder, problems).read();
            if (spec == null) continue;
            if (!names.add(spec.name()))
                problems.add(kernel.getStartMark(), "there are two kernels '" + spec.name() + "'");
            specs.add(spec);
        }
        return specs;
    }
}

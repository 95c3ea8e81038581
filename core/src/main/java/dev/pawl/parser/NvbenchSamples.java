package dev.pawl.parser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The samples that {@code nvbench --jsonbin} keeps in files beside its JSON: {@code result.json-bin/0.bin}, 32-bit floating
 * point numbers in seconds, the lowest byte first. Source: NVIDIA/nvbench, nvbench/json_printer.cu.
 */
final class NvbenchSamples {

    private static final int LARGEST = 1 << 28;

    private final Map<String, ResultSource> files = new HashMap<>();

    /** @param sources the side files among them are kept */
    NvbenchSamples(List<ResultSource> sources) {
        for (ResultSource source : sources) if (owns(source.name())) files.put(source.name(), source);
    }

    /**
     * Whether a source is such a side file. Asked of every source that Pawl reads, by hand and not by pattern: that alone
     * would be a tenth of a short command's time.
     */
    static boolean owns(String name) {
        if (!name.endsWith(".bin")) return false;
        String[] parts = name.replace('\\', '/').split("/");
        if (parts.length < 2) return false;
        String file = parts[parts.length - 1];
        String folder = parts[parts.length - 2];
        if (file.length() == ".bin".length() || !folder.endsWith("-bin") || folder.length() == "-bin".length())
            return false;
        for (int i = 0; i < file.length() - ".bin".length(); i++) if (!isDigit(file.charAt(i))) return false;
        return true;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /**
     * The samples in a file that a JSON names.
     *
     * @param json name of the JSON
     * @param named the file's name in it; only its last folder counts, because it is relative to where nvbench ran
     * @param count how many samples it must have
     * @return empty if the file was not given
     */
    Optional<double[]> of(String json, String named, long count) {
        String[] parts = named.replace('\\', '/').split("/");
        if (parts.length < 2) return Optional.empty();
        String folder = json.replace('\\', '/').replaceFirst("[^/]*$", "");
        ResultSource file = files.get(folder + parts[parts.length - 2] + "/" + parts[parts.length - 1]);
        return file == null ? Optional.empty() : Optional.of(read(file, count));
    }

    private static double[] read(ResultSource file, long count) {
        try (InputStream in = file.open()) {
            byte[] bytes = in.readNBytes(LARGEST);
            if (bytes.length != count * Float.BYTES)
                throw new ParseException(
                        file.name(),
                        "has " + bytes.length + " bytes instead of " + count * Float.BYTES + " for " + count
                                + " samples; is it from another run?");
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            double[] samples = new double[(int) count];
            for (int at = 0; at < samples.length; at++) {
                // The shortest decimal that gives the same float: 0.1 and not 0.10000000149.
                samples[at] = Double.parseDouble(Float.toString(buffer.getFloat()));
                if (!Double.isFinite(samples[at]))
                    throw new ParseException(file.name(), "sample " + at + " is not finite; run the benchmark again");
            }
            return samples;
        } catch (IOException e) {
            throw Parsers.unreadable(file, e);
        }
    }
}

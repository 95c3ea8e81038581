package dev.pawl.gpu.telemetry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a GPU is plugged in, which is the same for CUDA and NVML; their numbers of a GPU are not. CUDA writes a domain of four
 * digits and NVML one of eight.
 *
 * @param text such as {@code 0000:3b:00.0}
 */
public record PciAddress(String text) {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{1,8}):([0-9a-f]{1,2}):([0-9a-f]{1,2})(?:\\.([0-9a-f]))?");

    /** Empty if the text is no address. */
    public static Optional<PciAddress> of(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) return Optional.empty();
        String function = matcher.group(4) == null ? "0" : matcher.group(4);
        return Optional.of(new PciAddress(String.format(
                Locale.ROOT,
                "%04x:%02x:%02x.%s",
                Long.parseLong(matcher.group(1), 16),
                Integer.parseInt(matcher.group(2), 16),
                Integer.parseInt(matcher.group(3), 16),
                function)));
    }
}

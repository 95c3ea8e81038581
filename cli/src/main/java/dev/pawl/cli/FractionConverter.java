package dev.pawl.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a limit: {@code 5%} and {@code 0.05} are the same. */
final class FractionConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        boolean isPercent = text.endsWith("%");
        try {
            double number = Double.parseDouble(
                    isPercent ? text.substring(0, text.length() - 1).strip() : text);
            double fraction = isPercent ? number / 100 : number;
            if (fraction > 0 && Double.isFinite(fraction)) return fraction;
        } catch (NumberFormatException notANumber) {
            // falls through to the one message
        }
        throw new TypeConversionException("'" + text + "' is no limit; write 5% or 0.05");
    }
}

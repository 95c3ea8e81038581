package dev.pawl.cli;

import dev.pawl.cli.settings.Fraction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a limit: {@code 5%} and {@code 0.05} are the same. */
final class FractionConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        try {
            return Fraction.of(text);
        } catch (IllegalArgumentException odd) {
            throw new TypeConversionException(odd.getMessage());
        }
    }
}

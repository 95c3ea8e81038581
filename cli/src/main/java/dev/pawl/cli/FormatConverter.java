package dev.pawl.cli;

import dev.pawl.parser.ResultFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --format}. */
final class FormatConverter implements ITypeConverter<ResultFormat> {
    @Override
    public ResultFormat convert(String id) {
        try {
            return ResultFormat.ofId(id);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }
}

package dev.pawl.cli;

import dev.pawl.cli.comment.CommentMode;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --comment}, which may be left out: what follows can be a result file. */
final class CommentModeConverter implements ITypeConverter<CommentMode>, IParameterPreprocessor {
    @Override
    public CommentMode convert(String text) {
        try {
            return CommentMode.of(text);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }

    @Override
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> information) {
        // A blank where the next word stands apart.
        boolean isAttached = !String.valueOf(information.get("separator")).isBlank();
        if (isAttached || (!arguments.isEmpty() && isMode(arguments.peek()))) return false;
        option.setValue(CommentMode.ON_CHANGE);
        return true;
    }

    private static boolean isMode(String text) {
        for (CommentMode mode : CommentMode.values()) if (mode.toString().equals(text)) return true;
        return false;
    }
}

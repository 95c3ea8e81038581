package dev.pawl.gpu.spec;

import java.io.IOException;
import java.util.List;

/** A spec file is none. The message has a line for each thing that is wrong with it, with file and line number. */
public final class SpecException extends IOException {

    private static final long serialVersionUID = 1;

    SpecException(List<String> problems) {
        super(String.join("\n", problems));
    }
}

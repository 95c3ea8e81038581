package dev.pawl.gpu.command;

import java.io.IOException;

/** The measured command did not do its work, so there is nothing to report. The message says in which repetition and how. */
public final class CommandFailedException extends IOException {
    CommandFailedException(String message) {
        super(message);
    }
}

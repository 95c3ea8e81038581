/**
 * Measures a command: wall time, the metrics that it prints, its memory, and what it does to the GPUs. Needs no GPU: what
 * cannot be seen is named in a warning.
 */
@NullMarked
package dev.pawl.gpu.command;

import org.jspecify.annotations.NullMarked;

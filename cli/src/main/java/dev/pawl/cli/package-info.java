/** The command line: one class per command; what they throw is worded and given its exit code by {@link Failure}. */
@NullMarked
package dev.pawl.cli;

import org.jspecify.annotations.NullMarked;

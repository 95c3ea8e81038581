/** What the git repository around a folder tells, asked of the {@code git} program. */
@NullMarked
package dev.pawl.cli.git;

import org.jspecify.annotations.NullMarked;

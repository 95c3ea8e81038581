/** Pawl's own JSON, read and written by streaming. */
@NullMarked
package dev.pawl.wire;

import org.jspecify.annotations.NullMarked;

/** Change points in a series: one more point at a time, or a whole history. */
@NullMarked
package dev.pawl.detect;

import org.jspecify.annotations.NullMarked;

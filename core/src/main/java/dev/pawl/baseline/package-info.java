/** Which runs a contender is compared with. */
@NullMarked
package dev.pawl.baseline;

import org.jspecify.annotations.NullMarked;

/** Mathematics on {@code double[]}; knows no benchmark. */
@NullMarked
package dev.pawl.stats;

import org.jspecify.annotations.NullMarked;

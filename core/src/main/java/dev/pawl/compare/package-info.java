/** Baseline, contender and thresholds in; a judged comparison out. */
@NullMarked
package dev.pawl.compare;

import org.jspecify.annotations.NullMarked;

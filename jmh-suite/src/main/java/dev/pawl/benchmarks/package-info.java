/** Benchmarks of Pawl's own hot paths; Pawl tracks their results. The numbered classes are lessons, to be read in order. */
@NullMarked
package dev.pawl.benchmarks;

import org.jspecify.annotations.NullMarked;

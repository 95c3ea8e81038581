/** Pawl's own GPU benchmarks: kernels, how they are measured, and the processes that they are measured in. */
@NullMarked
package dev.pawl.gpu.suite;

import org.jspecify.annotations.NullMarked;

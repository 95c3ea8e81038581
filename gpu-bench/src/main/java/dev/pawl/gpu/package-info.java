/** Benchmarks on NVIDIA GPUs. Nothing here may need a GPU, a driver or a native library to be compiled, loaded or tested. */
@NullMarked
package dev.pawl.gpu;

import org.jspecify.annotations.NullMarked;

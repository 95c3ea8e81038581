/** Watches GPUs and processes while something is measured: through NVML, or by {@code nvidia-smi} where it cannot be loaded. */
@NullMarked
package dev.pawl.gpu.telemetry;

import org.jspecify.annotations.NullMarked;

/** Spec files: kernels of somebody's own, described in YAML. Reads and checks them; touches no GPU. */
@NullMarked
package dev.pawl.gpu.spec;

import org.jspecify.annotations.NullMarked;

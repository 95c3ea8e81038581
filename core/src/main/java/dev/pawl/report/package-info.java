/** Comparison to text. The only place that words evidence; never sends anything. */
@NullMarked
package dev.pawl.report;

import org.jspecify.annotations.NullMarked;

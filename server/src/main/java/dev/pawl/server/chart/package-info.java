/** Pictures of trends, for where no browser is. */
@NullMarked
package dev.pawl.server.chart;

import org.jspecify.annotations.NullMarked;

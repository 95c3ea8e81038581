/** A history replayed through compare and detect. */
@NullMarked
package dev.pawl.backtest;

import org.jspecify.annotations.NullMarked;

/** Reads what benchmark tools wrote: one class per format, found by content. */
@NullMarked
package dev.pawl.parser;

import org.jspecify.annotations.NullMarked;

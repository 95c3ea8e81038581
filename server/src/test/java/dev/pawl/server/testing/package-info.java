/** What tests of several packages share. */
@NullMarked
package dev.pawl.server.testing;

import org.jspecify.annotations.NullMarked;

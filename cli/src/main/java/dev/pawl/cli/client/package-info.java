/** Talks to a Pawl server over HTTP, with patience where that helps. */
@NullMarked
package dev.pawl.cli.client;

import org.jspecify.annotations.NullMarked;

/** What the server does by itself, again and again: it survives whatever happens, and says how it fares. */
@NullMarked
package dev.pawl.server.background;

import org.jspecify.annotations.NullMarked;

/** What an operator can set. */
@NullMarked
package dev.pawl.server.config;

import org.jspecify.annotations.NullMarked;

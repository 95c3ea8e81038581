/** What a repository says of itself: the file {@code pawl.toml}. */
@NullMarked
package dev.pawl.cli.settings;

import org.jspecify.annotations.NullMarked;

/** What a CI job writes on the pull request that it runs for. */
@NullMarked
package dev.pawl.cli.comment;

import org.jspecify.annotations.NullMarked;

/** What a CI system tells about the job that runs, read from a listed set of environment variables and the event file. */
@NullMarked
package dev.pawl.cli.ci;

import org.jspecify.annotations.NullMarked;

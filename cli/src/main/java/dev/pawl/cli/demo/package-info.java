/** Sample histories that real tools wrote, for a first look. */
@NullMarked
package dev.pawl.cli.demo;

import org.jspecify.annotations.NullMarked;

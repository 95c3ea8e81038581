/** The nouns of the glossary as immutable values: records and enums that guard their own invariants and do nothing else. */
@NullMarked
package dev.pawl.model;

import org.jspecify.annotations.NullMarked;

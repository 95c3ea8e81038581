/** The life of an alert. */
@NullMarked
package dev.pawl.alert;

import org.jspecify.annotations.NullMarked;

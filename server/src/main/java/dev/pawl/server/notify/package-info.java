/** Takes due deliveries from the outbox and sends them. */
@NullMarked
package dev.pawl.server.notify;

import org.jspecify.annotations.NullMarked;

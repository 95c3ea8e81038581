package dev.pawl.server.store;

/**
 * An answer that was given to a request with an idempotency key.
 *
 * @param bodyHash of the request's body: the same key with another body is a mistake of the sender
 * @param body what was answered
 */
public record Answer(String bodyHash, int status, String body) {}

/** One class per resource: reads requests, asks the pipeline or the store, writes answers. */
@NullMarked
package dev.pawl.server.http;

import org.jspecify.annotations.NullMarked;

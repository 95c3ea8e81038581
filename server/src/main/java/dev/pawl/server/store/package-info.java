/**
 * Everything that is kept, in one SQLite file. The only package that speaks SQL.
 *
 * <p>{@link dev.pawl.server.store.Store} gives a {@link dev.pawl.server.store.StoreView} to read one snapshot and a {@link
 * dev.pawl.server.store.StoreSession} to write in one transaction; both lead to one small class per noun.
 */
@NullMarked
package dev.pawl.server.store;

import org.jspecify.annotations.NullMarked;

package dev.pawl.server.notify.forge;

import java.util.List;
import java.util.Optional;

/**
 * The comments on one pull request or merge request, as its forge offers them: without transactions, without conditions, and
 * without a way to create a comment only once.
 *
 * <p>All methods throw {@link ForgeException}. {@link #create} must not try again by itself once the forge may have done it.
 */
public interface CommentThread {

    /**
     * @param id grows with time
     */
    record Comment(long id, String body) {}

    /** The comments whose author is whoever the token belongs to, and whose text begins so; oldest first. */
    List<Comment> own(String beginning);

    void create(String body);

    /** @return whether it was still there */
    boolean update(long id, String body);

    /** That it is gone already is no failure. */
    void delete(long id);

    /** The newest commit of the pull request, where the forge says it. */
    Optional<String> head();
}

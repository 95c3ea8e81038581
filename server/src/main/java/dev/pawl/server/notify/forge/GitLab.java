package dev.pawl.server.notify.forge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.server.notify.forge.ForgeException.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The notes on one merge request of GitLab. A job's own token may not write notes; it takes a project access token with scope
 * {@code api}.
 */
public final class GitLab implements CommentThread {

    private static final Pattern PROJECT = Pattern.compile("[0-9]+");

    private final ForgeClient client;
    private final String path;
    private long user = -1;

    /**
     * @param base {@code https://HOST/api/v4}
     * @param project its number
     * @throws IllegalArgumentException if it cannot be a project or an address
     */
    public GitLab(URI base, String project, int mergeRequest, ForgeToken token, ForgePatience patience) {
        if (!PROJECT.matcher(project).matches())
            throw new IllegalArgumentException("a project's id is a number, not '" + project + "'");
        this.client = new ForgeClient(
                base,
                TokenSource.of(token),
                new ForgeClient.TokenHeader("PRIVATE-TOKEN", ""),
                Map.of("User-Agent", "pawl"),
                patience);
        this.path = "/projects/" + project + "/merge_requests/" + mergeRequest;
    }

    @Override
    public List<Comment> own(String beginning) {
        long me = user();
        List<Comment> found = new ArrayList<>();
        client.each(path + "/notes?sort=asc&order_by=created_at&per_page=100", note -> {
            String body = note.path("body").asText("");
            if (body.startsWith(beginning) && note.at("/author/id").asLong(-1) == me)
                found.add(new Comment(note.path("id").asLong(), body));
        });
        found.sort(Comparator.comparingLong(Comment::id));
        return found;
    }

    private synchronized long user() {
        if (user < 0) user = client.get("/user").path("id").asLong(-1);
        if (user < 0) throw new ForgeException(Kind.NOT_ALLOWED, "GitLab does not say who the token belongs to");
        return user;
    }

    @Override
    public void create(String body) {
        client.post(client.at(path + "/notes"), content(body));
    }

    @Override
    public boolean update(long id, String body) {
        return client.sendUnlessGone("PUT", path + "/notes/" + id, content(body));
    }

    @Override
    public void delete(long id) {
        client.sendUnlessGone("DELETE", path + "/notes/" + id, null);
    }

    @Override
    public Optional<String> head() {
        String sha = client.get(path).path("sha").asText("");
        return sha.isEmpty() ? Optional.empty() : Optional.of(sha);
    }

    private static ObjectNode content(String body) {
        return JsonNodeFactory.instance.objectNode().put("body", body);
    }
}

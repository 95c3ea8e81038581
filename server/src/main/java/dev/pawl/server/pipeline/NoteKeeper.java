package dev.pawl.server.pipeline;

import dev.pawl.server.store.AnnotationRow;
import dev.pawl.server.store.Answer;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.store.StoreSession;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Puts notes on the time axis, each once however often it is sent. Safe for several threads. */
public final class NoteKeeper {

    private final Store store;
    private final Clock clock;

    public NoteKeeper(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A note that is kept.
     *
     * @param isNew false if it was there already
     */
    public record Kept(AnnotationRow annotation, boolean isNew) {}

    /**
     * @param createsProject whether an unknown project is made; else it is refused
     * @param answer makes the answer to the request, which is stored for its idempotency key
     * @throws UnprocessableUploadException if the idempotency key came with another body
     * @throws UnknownProjectException if the project does not exist and may not be made
     */
    public Answer keep(String slug, boolean createsProject, Note note, Function<Kept, String> answer) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return store.write(session -> {
            Optional<ProjectRow> found = session.projects().find(slug);
            if (found.isEmpty() && !createsProject) throw new UnknownProjectException(slug);
            ProjectRow project =
                    found.orElseGet(() -> session.projects().create(slug, UploadKeeper.DEFAULT_BRANCH, now));
            String key = note.idempotencyKey();
            if (key != null) {
                Optional<Answer> earlier = session.answers().find(project.id(), key);
                if (earlier.isPresent()) return earlier(earlier.get(), note);
            }
            Kept kept = kept(session, project, note, now);
            Answer given = new Answer(note.bodyHash(), 201, answer.apply(kept));
            if (key != null) session.answers().put(project.id(), key, given, now);
            if (kept.isNew()) session.projects().bumpRevision(project.id());
            return given;
        });
    }

    private static Answer earlier(Answer earlier, Note note) {
        if (!earlier.bodyHash().equals(note.bodyHash())) throw UnprocessableUploadException.reusedKey("event");
        return earlier;
    }

    private static Kept kept(StoreSession session, ProjectRow project, Note note, Instant now) {
        AnnotationRow wanted = new AnnotationRow(
                0,
                note.branch(),
                note.sha(),
                note.time() == null ? now : note.time().truncatedTo(ChronoUnit.MILLIS),
                note.kind(),
                note.text());
        Optional<AnnotationRow> same = session.annotations().find(project.id(), wanted, note.time() != null);
        if (same.isPresent()) return new Kept(same.get(), false);
        long id = session.annotations()
                .add(project.id(), wanted.branch(), wanted.sha(), wanted.time(), wanted.kind(), wanted.text());
        return new Kept(
                new AnnotationRow(id, wanted.branch(), wanted.sha(), wanted.time(), wanted.kind(), wanted.text()),
                true);
    }
}

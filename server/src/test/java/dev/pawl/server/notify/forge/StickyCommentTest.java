package dev.pawl.server.notify.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.notify.forge.FakeGitHub.Fault;
import dev.pawl.server.notify.forge.StickyComment.Content;
import dev.pawl.server.notify.forge.StickyComment.Mode;
import dev.pawl.server.notify.forge.StickyComment.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StickyCommentTest {

    private static final int PULL_REQUEST = 7;

    private final VirtualClock clock = new VirtualClock();
    private FakeGitHub github;

    @BeforeEach
    void start() throws IOException {
        github = new FakeGitHub();
    }

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void theFirstNewsMakesACommentAndTheNextOneChangesIt() {
        StickyComment comment = comment();

        assertEquals(Outcome.CREATED, comment.refresh(() -> news(1, "slower"), Mode.ON_CHANGE));
        assertEquals(Outcome.UNCHANGED, comment.refresh(() -> news(1, "slower"), Mode.ON_CHANGE));
        assertEquals(Outcome.UPDATED, comment.refresh(() -> quiet(2, "all is well"), Mode.ON_CHANGE));

        assertEquals(List.of("all is well"), texts());
        assertEquals(1, github.count("PATCH"));
    }

    @Test
    void withoutNewsThereIsNoFirstCommentUnlessItIsWantedAlways() {
        assertEquals(Outcome.QUIET, comment().refresh(() -> quiet(1, "fine"), Mode.ON_CHANGE));
        assertEquals(List.of(), texts());

        assertEquals(Outcome.CREATED, comment().refresh(() -> quiet(1, "fine"), Mode.ALWAYS));
        assertEquals(List.of("fine"), texts());
    }

    @Test
    void aStaleWriterLeavesTheNewerTextAlone() {
        comment().refresh(() -> news(5, "newer"), Mode.ON_CHANGE);

        assertEquals(Outcome.STALE, comment().refresh(() -> news(4, "older"), Mode.ALWAYS));

        assertEquals(List.of("newer"), texts());
    }

    @Test
    void onlyOnesOwnCommentsAreTouched() {
        String forged = "<!-- pawl:comment project=engine sequence=99 content=0123456789abcdef -->\nforged";
        github.add(PULL_REQUEST, "mallory", forged);
        github.add(PULL_REQUEST, "github-actions", forged);
        github.add(PULL_REQUEST, "other[bot]", forged);
        github.add(PULL_REQUEST, "github-actions[bot]", "quoted: " + forged);
        github.add(8, "github-actions[bot]", forged);

        assertEquals(Outcome.CREATED, comment().refresh(() -> news(1, "ours"), Mode.ON_CHANGE));

        assertEquals(5, github.bodies(PULL_REQUEST).size());
        assertEquals(
                4,
                github.bodies(PULL_REQUEST).stream()
                        .filter(body -> body.contains("forged"))
                        .count());
        assertEquals(0, github.count("DELETE"));
    }

    @Test
    void eachProjectHasItsOwn() {
        new StickyComment(thread(), "engine", patience()).refresh(() -> news(1, "a"), Mode.ON_CHANGE);
        new StickyComment(thread(), "engine--b", patience()).refresh(() -> news(1, "b"), Mode.ON_CHANGE);

        assertEquals(List.of("a", "b"), texts());
        for (String body : github.bodies(PULL_REQUEST)) {
            String marker = body.lines().findFirst().orElseThrow();
            assertTrue(marker.matches("<!-- (?!.*--.*-->)[^>]+ -->"), marker);
        }
    }

    @Test
    void theOwnCommentIsFoundOnALaterPage() {
        for (int i = 0; i < 250; i++) github.add(PULL_REQUEST, "alice", "I think that " + i);
        comment().refresh(() -> news(1, "first"), Mode.ON_CHANGE);

        assertEquals(Outcome.UPDATED, comment().refresh(() -> news(2, "second"), Mode.ON_CHANGE));
        assertEquals(251, github.bodies(PULL_REQUEST).size());
    }

    @Test
    void duplicatesAreMendedIntoTheOldestWithTheNewestText() {
        comment().refresh(() -> news(1, "one"), Mode.ON_CHANGE);
        String second = github.bodies(PULL_REQUEST)
                .get(0)
                .replace("sequence=1", "sequence=8")
                .replace("one", "eight");
        github.add(PULL_REQUEST, "github-actions[bot]", second);

        assertEquals(Outcome.STALE, comment().refresh(() -> news(3, "three"), Mode.ON_CHANGE));
        assertEquals(List.of("eight"), texts());

        github.add(PULL_REQUEST, "github-actions[bot]", second);
        assertEquals(Outcome.UPDATED, comment().refresh(() -> news(9, "nine"), Mode.ON_CHANGE));
        assertEquals(List.of("nine"), texts());
    }

    @Test
    void aCommentThatWasMadeInSpiteOfABrokenAnswerIsNotMadeAgain() {
        github.with(Fault.broken("POST", true));
        assertEquals(Outcome.CREATED, comment().refresh(() -> news(1, "once"), Mode.ON_CHANGE));
        assertEquals(List.of("once"), texts());
        assertEquals(1, postedComments());
    }

    @Test
    void aCommentThatWasNotMadeIsMadeAtTheNextLook() {
        github.with(Fault.broken("POST", false)).with(Fault.of("POST", 502));
        assertEquals(Outcome.CREATED, comment().refresh(() -> news(1, "once"), Mode.ON_CHANGE));
        assertEquals(List.of("once"), texts());
        assertEquals(3, postedComments());
    }

    @Test
    void aForgeThatNeverSaysWhetherItTookTheCommentIsNotAskedForEver() {
        for (int i = 0; i < 10; i++) github.with(Fault.of("POST", 502));

        ForgeException failed =
                assertThrows(ForgeException.class, () -> comment().refresh(() -> news(1, "x"), Mode.ON_CHANGE));

        assertEquals(ForgeException.Kind.UNAVAILABLE, failed.kind());
        assertEquals(4, postedComments());
    }

    /** The worst moment for another job: between a look that found nothing and the comment that follows. */
    @Test
    void twoJobsThatBothSawNoCommentEndInOne() {
        AtomicLong state = new AtomicLong(1);
        CommentThread interrupted = new Interrupted(thread(), () -> {
            state.set(2);
            assertEquals(Outcome.CREATED, comment().refresh(() -> news(2, "both"), Mode.ON_CHANGE));
        });

        new StickyComment(interrupted, "engine", patience())
                .refresh(() -> state.get() == 1 ? news(1, "one") : news(2, "both"), Mode.ON_CHANGE);

        assertEquals(2, github.mostComments());
        assertEquals(List.of("both"), texts());
    }

    /** And between what it read and what it writes over. */
    @Test
    void aSlowJobThatWroteOverANewerTextPutsItBack() {
        comment().refresh(() -> news(1, "one"), Mode.ON_CHANGE);
        AtomicLong state = new AtomicLong(2);
        CommentThread interrupted = new Interrupted(thread(), () -> {
            state.set(3);
            assertEquals(Outcome.UPDATED, comment().refresh(() -> news(3, "three"), Mode.ON_CHANGE));
        });

        new StickyComment(interrupted, "engine", patience())
                .refresh(() -> state.get() == 2 ? news(2, "two") : news(3, "three"), Mode.ON_CHANGE);

        assertEquals(List.of("three"), texts());
        assertEquals(3, github.count("PATCH"), "three, two, three again");
    }

    /** Lets something else happen right before its first write. */
    private static final class Interrupted implements CommentThread {

        private final CommentThread thread;
        private Runnable meanwhile;

        Interrupted(CommentThread thread, Runnable meanwhile) {
            this.thread = thread;
            this.meanwhile = meanwhile;
        }

        private void interrupt() {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
        }

        @Override
        public List<Comment> own(String beginning) {
            return thread.own(beginning);
        }

        @Override
        public void create(String body) {
            interrupt();
            thread.create(body);
        }

        @Override
        public boolean update(long id, String body) {
            interrupt();
            return thread.update(id, body);
        }

        @Override
        public void delete(long id) {
            thread.delete(id);
        }

        @Override
        public Optional<String> head() {
            return thread.head();
        }
    }

    /** Two workers of a server, each with fifty updates at once. */
    @Test
    void twoWorkersWithFiftyUpdatesEachEndInOneCommentWithTheNewestText() throws Exception {
        github.withLatency(20);
        AtomicLong state = new AtomicLong();
        List<StickyComment> workers = List.of(realComment(), realComment());
        List<Future<Outcome>> updates = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            for (int i = 0; i < 100; i++) {
                StickyComment worker = workers.get(i % 2);
                updates.add(threads.submit(() -> {
                    state.incrementAndGet();
                    return worker.refresh(() -> news(state.get(), "state " + state.get()), Mode.ON_CHANGE);
                }));
            }
            for (Future<Outcome> update : updates) update.get(120, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertEquals(List.of("state 100"), texts());
        assertTrue(github.mostComments() <= 2, "there were " + github.mostComments() + " at once");
    }

    /** The jobs of a matrix: processes that know nothing of each other. */
    @Test
    void twentyJobsThatEndTogetherShareOneComment() throws Exception {
        github.withLatency(50);
        AtomicLong state = new AtomicLong();
        List<Future<Outcome>> jobs = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            for (int i = 0; i < 20; i++) {
                StickyComment job = realComment();
                jobs.add(threads.submit(() -> {
                    state.incrementAndGet();
                    return job.refresh(() -> news(state.get(), "jobs " + state.get()), Mode.ON_CHANGE);
                }));
            }
            for (Future<Outcome> job : jobs) job.get(120, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertEquals(List.of("jobs 20"), texts());
    }

    /** Two writers, one of which dies at some request, before or after the request was done; then it is started again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aKilledWriterLeavesNoDuplicateOnceItRunsAgain(int seed) {
        Random random = new Random(seed);
        AtomicLong state = new AtomicLong();
        for (int kill = 0; kill < 40; kill++) {
            // Half of them die over a comment that does not exist yet.
            int number = kill % 2 == 0 ? 100 + kill : PULL_REQUEST;
            state.incrementAndGet();
            CommentThread dying = new Killed(thread(number), random.nextInt(5), random.nextBoolean());
            try {
                new StickyComment(dying, "engine", patience()).refresh(() -> news(state.get(), "x"), Mode.ON_CHANGE);
            } catch (Killed.Kill killed) {
                // As a process does.
            }
            List<String> left = github.bodies(number);
            // What a second writer would leave behind that died right after creating its own.
            if (!left.isEmpty() && random.nextBoolean()) github.add(number, "github-actions[bot]", left.get(0));
            new StickyComment(thread(number), "engine", patience())
                    .refresh(() -> news(state.get(), "state " + state.get()), Mode.ON_CHANGE);

            assertEquals(List.of("state " + state.get()), texts(number));
        }
    }

    private static final class Killed implements CommentThread {

        private final CommentThread thread;
        private int requests;
        private final boolean isDone;

        private static final class Kill extends Error {}

        Killed(CommentThread thread, int requests, boolean isDone) {
            this.thread = thread;
            this.requests = requests;
            this.isDone = isDone;
        }

        private void before() {
            if (requests == 0 && !isDone) throw new Kill();
        }

        private void after() {
            if (requests-- == 0) throw new Kill();
        }

        @Override
        public List<Comment> own(String beginning) {
            before();
            List<Comment> own = thread.own(beginning);
            after();
            return own;
        }

        @Override
        public void create(String body) {
            before();
            thread.create(body);
            after();
        }

        @Override
        public boolean update(long id, String body) {
            before();
            boolean isThere = thread.update(id, body);
            after();
            return isThere;
        }

        @Override
        public void delete(long id) {
            before();
            thread.delete(id);
            after();
        }

        @Override
        public Optional<String> head() {
            return thread.head();
        }
    }

    private static Content news(long sequence, String body) {
        return new Content(sequence, body, true);
    }

    private static Content quiet(long sequence, String body) {
        return new Content(sequence, body, false);
    }

    private StickyComment comment() {
        return new StickyComment(thread(), "engine", patience());
    }

    private StickyComment realComment() {
        ForgePatience patience = ForgePatience.of(Duration.ofSeconds(30));
        return new StickyComment(
                new GitHub(github.base(), "team/engine", ForgeToken.of(FakeGitHub.BOT_TOKEN, "test"), null, patience)
                        .pullRequest(PULL_REQUEST),
                "engine",
                patience);
    }

    private CommentThread thread() {
        return thread(PULL_REQUEST);
    }

    private CommentThread thread(int number) {
        return new GitHub(github.base(), "team/engine", ForgeToken.of(FakeGitHub.BOT_TOKEN, "test"), null, patience())
                .pullRequest(number);
    }

    private ForgePatience patience() {
        return clock.patience(Duration.ofSeconds(120));
    }

    private long postedComments() {
        return github.requests().stream()
                .filter(line -> line.matches("POST .*/comments"))
                .count();
    }

    private List<String> texts() {
        return texts(PULL_REQUEST);
    }

    private List<String> texts(int number) {
        return github.bodies(number).stream()
                .filter(body -> body.startsWith("<!-- pawl:comment"))
                .map(body -> body.substring(body.indexOf('\n') + 1))
                .toList();
    }
}

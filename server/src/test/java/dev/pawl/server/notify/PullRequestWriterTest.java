package dev.pawl.server.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.server.StoredPictures;
import dev.pawl.server.config.GitHubSettings;
import dev.pawl.server.notify.forge.FakeApp;
import dev.pawl.server.notify.forge.FakeGitHub;
import dev.pawl.server.notify.forge.FakeGitHub.Fault;
import dev.pawl.server.notify.forge.ForgePatience;
import dev.pawl.server.notify.forge.GitHubAccess;
import dev.pawl.server.pipeline.PullRequestAcceptance;
import dev.pawl.server.pipeline.Rejudger;
import dev.pawl.server.pipeline.RunPipeline;
import dev.pawl.server.store.DeliveryRow;
import dev.pawl.server.store.ProjectRow;
import dev.pawl.server.store.PullRequestPolicy;
import dev.pawl.server.store.PullRequestPolicy.Check;
import dev.pawl.server.store.PullRequestPolicy.Comments;
import dev.pawl.server.store.RunFilter;
import dev.pawl.server.store.RunRow;
import dev.pawl.server.store.Store;
import dev.pawl.server.testing.MainBranchRun;
import dev.pawl.server.testing.PullRequestRun;
import dev.pawl.server.testing.SettableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server itself writes on pull requests: from uploads through a real outbox to a GitHub on a real socket. */
class PullRequestWriterTest {

    private static final URI PAGES = URI.create("https://pawl.example.com");
    private static final String HEAD = "a".repeat(40);
    private static final String NEXT = "b".repeat(40);
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    @TempDir
    static Path prepared;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(START);
    private FakeGitHub gitHub;
    private Store store;
    private Rejudger rejudger;
    private RunPipeline pipeline;
    private DeliveryWorker worker;
    private String outbox;

    /** A history of the main branch, made once and copied for each test. */
    @BeforeAll
    static void prepare() {
        SettableClock then = new SettableClock(START);
        try (Store store = Store.open(prepared.resolve("pawl.db"));
                Rejudger rejudger = new Rejudger(store, then)) {
            RunPipeline pipeline = new RunPipeline(store, then, rejudger);
            for (int commit = 1; commit <= PullRequestRun.MERGE_BASE; commit++)
                MainBranchRun.of(commit, Map.of("sort", 1 + 0.001 * (commit % 3)))
                        .acceptInto(pipeline);
            store.write(session -> {
                long project = session.projects().find("demo").orElseThrow().id();
                session.projects().describe(project, "https://github.com/team/engine", "main");
                return null;
            });
        }
    }

    @BeforeEach
    void open() throws Exception {
        Files.copy(prepared.resolve("pawl.db"), folder.resolve("pawl.db"));
        gitHub = new FakeGitHub();
        gitHub.app().clock = clock;
        store = Store.open(folder.resolve("pawl.db"));
        rejudger = new Rejudger(store, clock);
        rejudger.close();
        pipeline = new RunPipeline(store, clock, rejudger);
        outbox = DeliveryRow.pullRequestsOf(project().id());
        policy(Comments.ON_CHANGE, Check.CRITICAL);
        worker = worker(store, FakeApp.settings(gitHub.base()), clock);
    }

    @AfterEach
    void close() {
        worker.close();
        store.close();
        gitHub.close();
    }

    @Test
    void aRegressionIsCommentedOnAndItsEndTurnsTheCommentGreen() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.5));
        assertFalse(worker.send(outbox), "others of the matrix may end, too");
        deliver();

        String red = comment();
        assertTrue(red.contains("### 🔴 Pawl: 1 regressed (critical)"), red);
        assertTrue(red.contains("(https://pawl.example.com/p/demo/runs/"), red);
        assertTrue(red.contains("▁"), "the trend: " + red);
        assertTrue(red.contains("/dark.png?key="), "its picture: " + red);
        assertEquals(List.of("pawl/demo completed failure 1 regressed (critical)"), gitHub.checks(HEAD));

        gitHub.with(7, NEXT);
        upload(PullRequestRun.of(7, NEXT, 1.001));
        deliver();

        assertTrue(comment().contains("### 🟢 Pawl: nothing changed (1 unchanged)"), comment());
        assertEquals(List.of("pawl/demo completed success nothing changed (1 unchanged)"), gitHub.checks(NEXT));
        assertEquals(1, gitHub.checks(HEAD).size());
    }

    @Test
    void whereNothingHappenedNothingIsSaidUnlessItIsWantedAlways() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.001));
        deliver();
        assertEquals(List.of(), gitHub.bodies(7));
        assertEquals(1, gitHub.checks(HEAD).size(), "the verdict is there all the same");

        policy(Comments.ALWAYS, Check.OFF);
        upload(PullRequestRun.of(7, HEAD, 1.001).on("mac"));
        deliver();
        assertTrue(comment().contains("Pawl: "), comment());
        assertEquals(1, gitHub.checks(HEAD).size());
    }

    @Test
    void aProjectThatDoesNotWantItIsLeftAlone() throws Exception {
        policy(Comments.NEVER, Check.OFF);
        upload(PullRequestRun.of(7, HEAD, 1.5));
        clock.advance(SOON);

        assertFalse(worker.send(outbox));
        assertEquals(List.of(), gitHub.requests());
    }

    @Test
    void aLateRunOfAnOlderCommitChangesNothing() throws Exception {
        gitHub.with(7, NEXT);
        upload(PullRequestRun.of(7, NEXT, 1.5));
        deliver();
        String newest = comment();

        clock.advance(Duration.ofMinutes(1));
        upload(PullRequestRun.of(7, HEAD, 1.0));
        deliver();

        assertEquals(newest, comment());
        assertEquals(List.of(), gitHub.checks(HEAD));
    }

    @Test
    void aPushThatNothingWasMeasuredOfYetLeavesTheCommentAsItIs() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.5));
        deliver();
        String before = comment();
        gitHub.with(7, NEXT);
        upload(PullRequestRun.of(7, HEAD, 1.0).withKey("again"));
        deliver();

        assertEquals(before, comment());
    }

    @Test
    void aMatrixIsOneCommentAndOneCheckThatWaitsForAllShards() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.5).part(1, 2));
        deliver();
        assertTrue(gitHub.checks(HEAD).get(0).startsWith("pawl/demo in_progress - 1 regressed (critical)"));
        upload(PullRequestRun.of(7, HEAD, 1.0).on("mac"));
        upload(PullRequestRun.of(7, HEAD, 1.0).part(2, 2).named("parse"));
        deliver();

        assertTrue(comment().contains("| `ci` | 🔴 1 regressed (critical)"), comment());
        assertTrue(comment().contains("| `mac` | "), comment());
        assertEquals(1, gitHub.checks(HEAD).size());
        assertTrue(gitHub.checks(HEAD).get(0).startsWith("pawl/demo completed failure "));
    }

    @Test
    void shardsThatNeverComeEndTheWaiting() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.5).part(1, 2));
        deliver();
        clock.advance(Duration.ofMinutes(31));
        try (Rejudger later = new Rejudger(store, clock)) {
            later.judgeStale();
            later.start();
            await(() -> store.read(view -> view.deliveries().counts()).get(DeliveryRow.State.PENDING) == 1);
        }
        deliver();

        assertTrue(gitHub.checks(HEAD).get(0).startsWith("pawl/demo completed failure "));
    }

    @Test
    void whatIsJudgedAgainIsSaidAgain() throws Exception {
        long id = project().id();
        upload(PullRequestRun.of(7, HEAD, 1.5));
        deliver();
        store.write(session -> {
            session.comparisons()
                    .markStale(session.runs().recent(id, new RunFilter(null, null, 7, null), 1, null).stream()
                            .map(RunRow::id)
                            .toList());
            return null;
        });
        try (Rejudger again = new Rejudger(store, clock)) {
            assertEquals(1, again.judgeStale());
        }

        assertEquals(1, deliveries(DeliveryRow.State.PENDING).size());
    }

    @Test
    void aNewShardOfAJudgedCommitIsWaitedForInANewCheck() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.5));
        deliver();
        upload(PullRequestRun.of(7, HEAD, 1.5).on("mac").part(1, 2));
        deliver();

        assertEquals(2, gitHub.checks(HEAD).size(), "what is over does not begin again");
        assertTrue(gitHub.checks(HEAD).get(1).startsWith("pawl/demo in_progress"));
    }

    @Test
    void theCommentThatAJobBeganIsGoneOnWith() throws Exception {
        String marker = "<!-- pawl:comment project=demo sequence=5 content=0123456789abcdef -->\n";
        gitHub.add(7, "github-actions[bot]", marker + "by the job");
        gitHub.add(7, "other[bot]", marker + "forged");

        upload(PullRequestRun.of(7, HEAD, 1.5));
        deliver();

        assertEquals(2, gitHub.bodies(7).size());
        assertTrue(gitHub.bodies(7).get(0).contains("1 regressed"));
        assertEquals(marker + "forged", gitHub.bodies(7).get(1));
    }

    @Test
    void whatIsAskedForManyTimesIsDoneOnce() throws Exception {
        policy(Comments.ALWAYS, Check.CRITICAL);
        for (int i = 0; i < 20; i++) upload(PullRequestRun.of(7, HEAD, 1.5).on("testbed-" + i));
        assertEquals(1, deliveries(DeliveryRow.State.PENDING).size());
        deliver();

        assertEquals(List.of(), deliveries(DeliveryRow.State.PENDING));
        assertEquals(
                1,
                gitHub.requests().stream()
                        .filter(request -> request.startsWith("POST") && request.endsWith("/comments"))
                        .count());
        assertEquals(0, gitHub.count("PATCH"));
    }

    @Test
    void nothingIsWrittenThatIsThereAlready() throws Exception {
        upload(PullRequestRun.of(7, HEAD, 1.5));
        deliver();
        long written = gitHub.count("POST") + gitHub.count("PATCH");
        askAgain();
        deliver();

        assertEquals(written, gitHub.count("POST") + gitHub.count("PATCH"));
    }

    @Test
    void aTokenShowsTheVerdictAsAStatusAndAnAcceptanceTurnsItGreen() throws Exception {
        try (DeliveryWorker person = worker(store, new GitHubSettings(gitHub.base(), FakeGitHub.BOT_TOKEN), clock)) {
            upload(PullRequestRun.of(7, HEAD, 1.5));
            clock.advance(SOON);
            while (person.send(outbox)) continue;
            assertEquals(
                    List.of(HEAD + " {\"state\":\"failure\",\"context\":\"pawl/demo\",\"description\":"
                            + "\"1 regressed (critical)\",\"target_url\":\"" + runPage() + "\"}"),
                    gitHub.statuses());

            store.write(session -> PullRequestAcceptance.accept(
                    session, project(), 7, clock.instant(), "alice", "wanted", clock.instant()));
            clock.advance(SOON);
            while (person.send(outbox)) continue;
            askAgain();
            while (person.send(outbox)) continue;

            assertEquals(2, gitHub.statuses().size());
            assertTrue(
                    gitHub.statuses()
                            .get(1)
                            .startsWith(HEAD
                                    + " {\"state\":\"success\",\"context\":\"pawl/demo\",\"description\":"
                                    + "\"1 regressed (critical); 1 accepted\""),
                    gitHub.statuses().get(1));
            assertTrue(comment().endsWith("\n✓ 1 regression is accepted.\n"), comment());
        }
    }

    @Test
    void aLimitIsObeyedAndHoldsUpNobodyElse() throws Exception {
        String other = "c".repeat(40);
        gitHub.with(8, other);
        gitHub.with(Fault.of("POST", 403, "Retry-After", "600").saying("You have exceeded a secondary rate limit"));
        // The first POST of all is for the App's token; it is refused, too.
        upload(PullRequestRun.of(7, HEAD, 1.5));
        upload(PullRequestRun.of(8, other, 1.5));
        deliver();

        assertEquals(List.of(), gitHub.bodies(7));
        assertEquals(1, gitHub.bodies(8).size());
        DeliveryRow waiting = deliveries(DeliveryRow.State.PENDING).get(0);
        assertEquals(clock.instant().plusSeconds(600), waiting.dueAt());
        assertTrue(String.valueOf(waiting.lastError()).contains("secondary rate limit"), waiting.lastError());

        clock.advance(Duration.ofSeconds(600));
        deliver();
        assertEquals(1, gitHub.bodies(7).size());
    }

    @Test
    void whatIsGivenUpIsListedAndTriedAgainWithTheNextUpload() throws Exception {
        gitHub.with(9, HEAD);
        store.write(session -> {
            session.projects().describe(project().id(), "https://github.com/team/gone", "main");
            return null;
        });
        upload(PullRequestRun.of(7, HEAD, 1.5));
        for (int attempt = 1; attempt <= 8; attempt++) {
            assertEquals(1, deliveries(DeliveryRow.State.PENDING).size(), "attempt " + attempt);
            clock.advance(Duration.ofHours(13));
            worker.send(outbox);
        }

        DeliveryRow dead = deliveries(DeliveryRow.State.DEAD).get(0);
        assertEquals("7", dead.subject());
        assertEquals("the GitHub App is not installed on team/gone, or there is no such repository", dead.lastError());

        store.write(session -> {
            session.projects().describe(project().id(), "https://github.com/team/engine", "main");
            return null;
        });
        upload(PullRequestRun.of(7, HEAD, 1.5).on("mac"));
        deliver();
        assertEquals(1, gitHub.bodies(7).size());
        assertEquals(List.of(), deliveries(DeliveryRow.State.DEAD));
    }

    @Test
    void aPullRequestThatIsNotThereIsGivenUpAtOnce() throws Exception {
        upload(PullRequestRun.of(12, HEAD, 1.5));
        deliver();

        String why = String.valueOf(deliveries(DeliveryRow.State.DEAD).get(0).lastError());
        assertTrue(why.startsWith("there is no #12 in team/engine, or the server may not see it"), why);
    }

    @Test
    void aRepositoryOnAnotherHostIsNotWrittenTo() throws Exception {
        GitHubSettings settings = FakeApp.settings(URI.create("https://api.github.com"));
        store.write(session -> {
            session.projects().describe(project().id(), "https://gitlab.com/team/engine", "main");
            return null;
        });
        try (DeliveryWorker here = worker(store, settings, clock)) {
            upload(PullRequestRun.of(7, HEAD, 1.5));
            clock.advance(SOON);
            here.send(outbox);
        }

        String why = String.valueOf(deliveries(DeliveryRow.State.DEAD).get(0).lastError());
        assertTrue(why.startsWith("the project's repository is none on the GitHub that the server enters"), why);
    }

    @Test
    void hostileNamesStayInert() throws Exception {
        String hostile = "--> @everyone <b onclick=alert(1)> [x](https://evil.example) ` | \n# h";
        String escaped = hostile.replace("\n", " ");
        upload(PullRequestRun.of(7, HEAD, 1.5).on("@team`--><b>").named(escaped));
        policy(Comments.ALWAYS, Check.WARNING);
        upload(PullRequestRun.of(7, HEAD, 1.5));
        deliver();

        Set<String> found = new HashSet<>();
        Parser.builder().build().parse(comment()).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                if (!link.getDestination().startsWith(PAGES.toString())) found.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                if (!image.getDestination().startsWith(PAGES.toString())) found.add(image.getDestination());
            }

            @Override
            public void visit(HtmlInline html) {
                boolean isOurs = html.getLiteral().matches("</?(picture|source|img|details|summary)\\b[^>]*>");
                if (!isOurs || html.getLiteral().contains("onclick")) found.add(html.getLiteral());
            }

            @Override
            public void visit(Text text) {
                if (text.getLiteral().contains("@") || text.getLiteral().contains("evil")) found.add(text.getLiteral());
            }
        });
        assertEquals(Set.of(), found, comment());
        assertTrue(comment().contains("evil.example"), "the name is shown");
        assertFalse(gitHub.checks(HEAD).get(0).contains("@"));
    }

    /** Also where one worker goes on with what another one holds, as after a lease that ended too early. */
    @Test
    void twoWorkersAndFiftyUpdatesAreOneCommentWithTheNewestContent() throws Exception {
        gitHub.withLatency(4);
        policy(Comments.ALWAYS, Check.CRITICAL);
        Clock soon = Clock.offset(clock, SOON);
        Clock afterTheLease = Clock.offset(clock, Duration.ofMinutes(10));
        AtomicInteger left = new AtomicInteger(50);
        CountDownLatch uploading = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Store otherStore = Store.open(folder.resolve("pawl.db"));
                DeliveryWorker one = worker(store, FakeApp.settings(gitHub.base()), soon);
                DeliveryWorker other = worker(otherStore, FakeApp.settings(gitHub.base()), afterTheLease)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++)
                running.add(threads.submit(() -> {
                    for (int i = left.getAndDecrement(); i > 0; i = left.getAndDecrement())
                        upload(PullRequestRun.of(7, HEAD, 1 + 0.01 * i)
                                .on("testbed-" + i % 10)
                                .withKey("k" + i));
                    uploading.countDown();
                    return null;
                }));
            for (DeliveryWorker each : List.of(one, other))
                running.add(threads.submit(() -> {
                    boolean isOver = false;
                    while (!isOver) {
                        isOver = uploading.getCount() == 0
                                && deliveries(DeliveryRow.State.PENDING).isEmpty();
                        // Two that write against each other give up for a while; nothing but this moves the clock.
                        if (!each.send(outbox) && uploading.getCount() == 0) clock.advance(Duration.ofSeconds(5));
                    }
                    return null;
                }));
            for (Future<?> each : running) each.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(1, gitHub.bodies(7).size());
        ProjectRow project = project();
        PullRequestReport newest = store.read(view -> PullRequestReport.of(view, project, 7, HEAD, PAGES))
                .orElseThrow()
                .with(run -> new StoredPictures(store, clock, PAGES).ofRun(project, run));
        assertEquals(10, newest.sections().size());
        assertEquals(newest.text(), comment());
        assertEquals(List.of(), deliveries(DeliveryRow.State.DEAD));
    }

    /** Death between any two requests; whatever it leaves, the next worker makes one comment and one check of it. */
    @Test
    void deathAtAnyPointLeavesNoDuplicate() throws Exception {
        int number = 100;
        boolean isDead = true;
        for (int requests = 0; isDead; requests++) {
            number++;
            String sha = String.format("%040x", 0xdead00L + number);
            gitHub.with(number, sha);
            upload(PullRequestRun.of(number, sha, 1.5));
            clock.advance(SOON);
            MortalClock mortal = new MortalClock(requests);
            try (DeliveryWorker victim = new DeliveryWorker(
                    store,
                    clock,
                    PAGES,
                    new ChannelClient(null, TrendPictures.NONE),
                    new PullRequestWriter(
                            store,
                            new GitHubAccess(FakeApp.settings(gitHub.base()), clock),
                            PAGES,
                            new StoredPictures(store, clock, PAGES),
                            patience(mortal)),
                    Duration.ZERO)) {
                isDead = mortal.kills(() -> victim.send(outbox));
            }
            assertEquals(isDead ? 1 : 0, deliveries(DeliveryRow.State.PENDING).size());
            clock.advance(Duration.ofMinutes(6));
            deliver();

            assertEquals(1, gitHub.bodies(number).size(), "killed after " + requests + " requests");
            assertEquals(1, gitHub.checks(sha).size(), "killed after " + requests + " requests");
            assertEquals(List.of(), deliveries(DeliveryRow.State.PENDING));
        }
        assertTrue(number > 108, "it dies " + (number - 101) + " times");
        assertEquals(1, gitHub.mostComments() - (number - 101), "never two of one pull request");
    }

    @Test
    void answersThatAreLostLeaveNoDuplicate() throws Exception {
        // The App's token, the comment, the check: done, but nobody learns it.
        for (int lost = 0; lost < 3; lost++) {
            int number = 20 + lost;
            String sha = String.format("%040x", 0xbeef00L + number);
            gitHub.with(number, sha);
            upload(PullRequestRun.of(number, sha, 1.5));
            for (int before = 0; before < lost; before++) gitHub.with(Fault.none("POST"));
            gitHub.with(Fault.broken("POST", true));
            // An hour later it takes a token again.
            clock.advance(Duration.ofHours(2));
            worker.send(outbox);
            clock.advance(Duration.ofHours(2));
            deliver();

            assertEquals(1, gitHub.bodies(number).size(), "lost the answer to POST " + lost);
            assertEquals(1, gitHub.checks(sha).size(), "lost the answer to POST " + lost);
            assertEquals(List.of(), deliveries(DeliveryRow.State.PENDING));
        }
    }

    /** Lets somebody make so many requests, and then stops him as a kill would: without a word, nor a chance to clean up. */
    private static final class MortalClock extends Clock {

        private static final class Killed extends Error {
            private static final long serialVersionUID = 1;
        }

        private final AtomicInteger left;

        MortalClock(int requests) {
            left = new AtomicInteger(requests);
        }

        private interface Work {
            boolean run() throws Exception;
        }

        boolean kills(Work work) throws Exception {
            try {
                work.run();
                return false;
            } catch (Killed killed) {
                return true;
            }
        }

        @Override
        public Instant instant() {
            if (left.getAndDecrement() <= 0) throw new Killed();
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private DeliveryWorker worker(Store itsStore, GitHubSettings settings, Clock itsClock) {
        GitHubAccess access = new GitHubAccess(settings, clock);
        return new DeliveryWorker(
                itsStore,
                itsClock,
                PAGES,
                new ChannelClient(null, TrendPictures.NONE),
                new PullRequestWriter(
                        itsStore,
                        access,
                        PAGES,
                        new StoredPictures(itsStore, clock, PAGES),
                        patience(Clock.systemUTC())),
                Duration.ZERO);
    }

    private static ForgePatience patience(Clock clock) {
        return new ForgePatience(
                Duration.ofMillis(900),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                clock,
                pause -> Thread.sleep(Math.min(5, pause.toMillis())),
                new Random(1));
    }

    private void upload(PullRequestRun run) {
        run.acceptInto(pipeline);
    }

    private void deliver() throws InterruptedException {
        clock.advance(SOON);
        while (worker.send(outbox)) continue;
    }

    private void askAgain() {
        store.write(session -> {
            session.deliveries().ask(outbox, "7", "pull_request", clock.instant(), clock.instant());
            return null;
        });
    }

    private void policy(Comments comments, Check check) {
        store.write(session -> {
            session.pullRequestPolicies().put(project().id(), new PullRequestPolicy(comments, check));
            return null;
        });
    }

    private ProjectRow project() {
        return store.read(view -> view.projects().find("demo")).orElseThrow();
    }

    private List<DeliveryRow> deliveries(DeliveryRow.State state) {
        return store.read(view -> view.deliveries().list(state, 100));
    }

    /** The one comment, without its marker. */
    private String comment() {
        List<String> bodies = gitHub.bodies(7);
        assertEquals(1, bodies.size(), bodies.toString());
        return bodies.get(0).substring(bodies.get(0).indexOf('\n') + 1);
    }

    private String runPage() {
        String body = comment();
        int start = body.indexOf("https://pawl.example.com/p/demo/runs/");
        return body.substring(start, body.indexOf(')', start));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(20);
        while (!condition.holds()) {
            assertTrue(Instant.now().isBefore(end), "nothing comes");
            Thread.sleep(5);
        }
    }
}

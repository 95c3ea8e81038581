package dev.pawl.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pawl.model.Baseline;
import dev.pawl.model.JudgedMeasurement;
import dev.pawl.model.Reason;
import dev.pawl.model.Thresholds;
import dev.pawl.model.Verdict;
import dev.pawl.report.EvidenceSentence;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pull requests that start where the base branch has just moved. */
class NewestBaseTest {

    /** Forty runs around 2 s that vary by 1 %. */
    private static final double[] BEFORE = Runs.noisy(1, 40, 2, 0.01);

    @Test
    void whatTheNewestBaseRunDidIsNotThePullRequests() {
        JudgedMeasurement result = judged(Baseline.Source.MERGE_BASE, 2.42, 2.4);

        assertEquals(Verdict.UNDECIDED, result.verdict());
        assertEquals(Reason.BASE_MOVED, result.reason());
        assertTrue(
                EvidenceSentence.of(result).contains("but the newest base run moved in the same way"),
                EvidenceSentence.of(result));
        assertEquals(
                Reason.BASE_MOVED,
                judged(Baseline.Source.NEWEST_ON_BASE, 2.42, 2.4).reason());
    }

    @Test
    void whatComesOnTopIs() {
        assertEquals(
                Verdict.REGRESSED, judged(Baseline.Source.MERGE_BASE, 2.9, 2.4).verdict());
        assertEquals(
                Verdict.REGRESSED,
                judged(Baseline.Source.MERGE_BASE, 2.42, 2.01).verdict());
        assertEquals(
                Verdict.REGRESSED,
                judged(Baseline.Source.MERGE_BASE, 2.42, 1.6).verdict(),
                "the base moved the other way");
    }

    @Test
    void onTheBranchItselfTheNextRunBearsTheLastOneOut() {
        assertEquals(
                Verdict.REGRESSED, judged(Baseline.Source.PREVIOUS, 2.42, 2.4).verdict());
    }

    @Test
    void whereSeveralRunsLieThereItIsNoise() {
        JudgedMeasurement result = judged(Baseline.Source.MERGE_BASE, 2.6, 2.3, 2.01, 2.32, 1.99, 2.31);

        assertEquals(Verdict.REGRESSED, result.verdict(), EvidenceSentence.of(result));
    }

    /** @param newest base runs after those of {@link #BEFORE} */
    private static JudgedMeasurement judged(Baseline.Source source, double after, double... newest) {
        double[] values = Arrays.copyOf(BEFORE, BEFORE.length + newest.length);
        System.arraycopy(newest, 0, values, BEFORE.length, newest.length);
        Baseline base = Runs.none().measuring("sort", values).asBaseline();
        Baseline.Choice choice = new Baseline.Choice(source, "main", "main", null, List.of("run"), 0);
        return new RunComparer(Thresholds.DEFAULT, 0)
                .compare(
                        new Baseline(choice, base.series(), base.levels()),
                        Runs.none().measuring("sort", after).asContender(),
                        List.of())
                .results()
                .get(0);
    }
}

import type { Alert, ComparisonResult, Project, Series, SeriesRow } from '../src/wire';

/** Test data in the words of the domain; each test says only what it is about. */

export function aSeriesRow(given: Partial<SeriesRow> = {}): SeriesRow {
  return {
    id: '1-1-1',
    suite: 'codec',
    benchmark: 'decode',
    params: {},
    mode: null,
    threads: null,
    metric: 'time',
    unit: 's',
    displayUnit: 'ns/op',
    direction: 'lower',
    role: 'headline',
    testbed: 'ci',
    points: 1,
    latest: { value: 1, sha: 'a'.repeat(40), time: null, run: 'r1' },
    change: 0,
    verdict: 'unchanged',
    severity: null,
    spark: [],
    ...given,
  };
}

export function aSeries(values: number[], given: Partial<Series> = {}): Series {
  const { points: _, latest: __, change: ___, verdict: ____, severity: _____, spark: ______, ...identity } = aSeriesRow();
  return {
    ...identity,
    name: 'decode',
    branch: 'main',
    values,
    time: values.map((_value, index) => 1_000_000 + index * 86_400),
    points: values.map((_value, index) => ({
      run: `r${index}`,
      sha: index.toString(16).padStart(40, '0'),
      subject: null,
      author: null,
      time: new Date((1_000_000 + index * 86_400) * 1000).toISOString(),
      lower: null,
      upper: null,
      spread: null,
      sampleCount: null,
      environment: null,
      change: null,
      verdict: null,
      severity: null,
    })),
    baseline: null,
    threshold: { warning: 0.05, critical: 0.1, policy: 'significant' },
    changePoints: [],
    annotations: [],
    ...given,
  };
}

export function aProject(given: Partial<Project> = {}): Project {
  return {
    slug: 'orders',
    repositoryUrl: null,
    defaultBranch: 'main',
    settingsVersion: 1,
    thresholds: { warning: 0.05, critical: 0.1, policy: 'significant' },
    branches: ['main'],
    testbeds: ['ci'],
    runs: 10,
    openAlerts: 0,
    ...given,
  };
}

export function anAlert(given: Partial<Alert> = {}): Alert {
  return {
    id: '1',
    state: 'open',
    severity: 'warning',
    seriesId: '1-1-1',
    benchmark: 'decode',
    metric: 'time',
    branch: 'main',
    sha: 'abcdef0123456789',
    change: 0.08,
    openedAt: '2026-11-18T12:00:00Z',
    run: 'r1',
    ...given,
  };
}

export function aResult(given: Partial<ComparisonResult> = {}): ComparisonResult {
  return {
    suite: 'codec',
    benchmark: 'decode',
    params: {},
    mode: null,
    testbed: 'ci',
    metric: 'time',
    unit: 's',
    direction: 'lower_is_better',
    role: 'headline',
    verdict: 'unchanged',
    severity: null,
    reason: null,
    change: 0,
    interval: [-0.01, 0.01],
    pValue: null,
    noise: null,
    minimumDetectableChange: null,
    baseline: 1,
    contender: 1,
    baselineRuns: 20,
    evidence: null,
    seriesId: '1-1-1',
    ...given,
  };
}

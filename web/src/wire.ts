/** The shapes that the server's JSON has under /api/v1. Values are in base units, ratios are fractions. */

export type Verdict = 'regressed' | 'improved' | 'unchanged' | 'undecided' | 'new' | 'missing';
export type Severity = 'warning' | 'critical';
export type Direction = 'lower' | 'higher' | null;
export type Role = 'headline' | 'supporting' | 'informational';
export type AlertState = 'open' | 'acknowledged' | 'accepted' | 'dismissed' | 'resolved';

export interface ProjectSummary {
  slug: string;
  defaultBranch: string;
  repositoryUrl: string | null;
  runs: number;
  openAlerts: number;
  lastRunAt: string | null;
}

/** Practical limits as fractions; a limit may lack. */
export interface Threshold {
  warning: number | null;
  critical: number | null;
  policy: string;
}

export interface Project {
  slug: string;
  repositoryUrl: string | null;
  defaultBranch: string;
  settingsVersion: number;
  thresholds: Threshold;
  branches: string[];
  testbeds: string[];
  runs: number;
  openAlerts: number;
}

/** What names a series: benchmark × metric × testbed. */
export interface SeriesIdentity {
  id: string;
  suite: string;
  benchmark: string;
  params: Record<string, string>;
  mode: string | null;
  threads: number | null;
  metric: string;
  unit: string;
  displayUnit: string | null;
  direction: Direction;
  role: Role;
  testbed: string;
}

export interface SeriesRow extends SeriesIdentity {
  points: number;
  latest: { value: number; sha: string; time: string | null; run: string } | null;
  change: number | null;
  verdict: Verdict | null;
  severity: Severity | null;
  spark: number[];
}

export interface SeriesPoint {
  run: string;
  sha: string;
  subject: string | null;
  author: string | null;
  time: string | null;
  lower: number | null;
  upper: number | null;
  spread: number | null;
  sampleCount: number | null;
  environment: string | null;
  /** Against the baseline that it was judged by; null without a comparison. */
  change: number | null;
  verdict: Verdict | null;
  severity: Severity | null;
}

export interface ChangePoint {
  index: number;
  before: number;
  after: number;
}

export interface Annotation {
  time: string | null;
  sha: string | null;
  kind: string;
  text: string;
}

export interface Series extends SeriesIdentity {
  name: string;
  branch: string;
  values: number[];
  time: (number | null)[];
  points: SeriesPoint[];
  baseline: { centre: number; lower: number | null; upper: number | null; runs: number } | null;
  threshold: Threshold | null;
  changePoints: ChangePoint[];
  /** What the detector said while the series grew, on the default branch. */
  flags?: Flag[];
  annotations: Annotation[];
}

export interface Summary {
  regressed: number;
  improved: number;
  unchanged: number;
  undecided: number;
  new: number;
  missing: number;
  severity: Severity | null;
}

export interface RunRow {
  id: string;
  sha: string;
  branch: string;
  pullRequest: number | null;
  testbed: string;
  key: string;
  release: string | null;
  complete: boolean;
  receivedAt: string;
  subject: string | null;
  author: string | null;
  environment: string | null;
  /** Somebody took it out: nothing is compared with it. */
  excluded?: { at: string; by: string; reason: string } | null;
  summary: Summary | null;
}

export interface Run extends RunRow {
  environmentFacts: Record<string, unknown>;
  jobUrl: string | null;
  warnings: string[];
}

export interface ComparisonResult {
  suite: string;
  benchmark: string;
  params: Record<string, string>;
  mode: string | null;
  threads?: number | null;
  testbed: string;
  metric: string;
  unit: string;
  displayUnit?: string | null;
  direction: string | null;
  role: Role;
  verdict: Verdict;
  severity: Severity | null;
  reason: string | null;
  change: number | null;
  interval: [number, number] | null;
  pValue: number | null;
  noise: number | null;
  minimumDetectableChange: number | null;
  baseline: number | null;
  contender: number | null;
  baselineRuns: number | null;
  evidence: string | null;
  seriesId?: string | null;
  /** The limits that hold for this result, where they differ from the project's. */
  threshold?: Threshold | null;
}

export interface Comparison {
  summary: Summary;
  baseline: {
    source: string;
    description: string | null;
    branch: string | null;
    sha: string | null;
    runs: string[];
    commitsApart: number | null;
  } | null;
  contender: {
    description: string | null;
    branch: string | null;
    sha: string | null;
    pullRequest: number | null;
    testbed: string | null;
    runs: string[];
    complete: boolean;
  };
  threshold: Threshold | null;
  results: ComparisonResult[];
  findings: { kind: string; text: string }[];
}

export interface Flag {
  state: 'raised' | 'confirmed' | 'withdrawn';
  worse: boolean;
  change: number;
  raisedSha: string;
  firstSha: string;
  lastGoodSha: string | null;
  run: string;
}

export interface Alert {
  id: string | number;
  state: AlertState;
  severity: Severity | null;
  seriesId: string | null;
  benchmark: string;
  metric: string;
  testbed?: string | null;
  branch: string;
  sha: string;
  change: number | null;
  /** Of the last commit measured before the change; the culprit comes after it. */
  lastGoodSha?: string | null;
  /** How the level crept, since lastGoodSha; null or absent if it changed in one step. */
  creep?: { release: string | null; runs: number; text: string } | null;
  /** False while a single upload is all that speaks for it; servers before 0.2 do not say. */
  confirmed?: boolean;
  openedAt: string;
  /** Who looks after it. */
  assignee?: string | null;
  run: string;
}

/** Something that does not come any more on the default branch. */
export interface Absence {
  id: number;
  kind: 'benchmark' | 'run';
  state: 'open' | 'dismissed' | 'resolved';
  testbed: string;
  branch: string;
  suite: string | null;
  benchmark: string | null;
  /** The last run that was there. */
  lastRun: string;
  lastSha: string | null;
  lastAt: string | null;
  openedAt: string;
  /** What the benchmark is most likely called now. */
  probablyNow: string | null;
}

export type NewsEvent = 'regression' | 'resolved' | 'missing' | 'drift' | 'weekly';

/** Where a project's news goes. */
export interface Channel {
  id: number;
  name: string;
  kind: 'slack' | 'discord' | 'webhook' | 'email';
  /** The host, or the domains that mail goes to. */
  place: string;
  severity: Severity;
  benchmarks: string;
  events: NewsEvent[];
  disabledBecause: string | null;
  createdAt: string;
}

/** A message that waits to be sent, or was given up. */
export interface Delivery {
  id: number;
  /** Name of the channel; "pull requests" for what the server itself writes there. */
  channel: string;
  event: NewsEvent | 'pull_request';
  state: 'pending' | 'dead';
  attempts: number;
  error: string | null;
  createdAt: string;
  nextAttemptAt: string | null;
  /** How many benchmarks or testbeds it is about; the first of them are in names. */
  items: number;
  names: string[];
}

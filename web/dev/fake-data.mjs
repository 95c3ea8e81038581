/** Plausible histories for the fake server: the same on every start, with the nasty cases among them. */

export const NOW = Date.parse('2026-11-20T15:00:00Z');
const HOUR = 3_600_000;

/** Mulberry32: small, seeded, the same everywhere. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const gauss = (next) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
const hex = (next, digits) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');

const SUBJECTS = [
  'Read the header before the body', 'Cache the compiled pattern', 'Bump the allocator', 'Fix typo in README',
  'Split the parser into stages', 'Inline the hot loop', 'Use a ring buffer for the queue', 'Add retry with jitter',
  'Revert "Inline the hot loop"', 'Drop Python 3.8', 'Validate UTF-8 in one pass', 'Batch the writes',
  '<img src=x onerror=alert(1)> & "quotes" in a subject', 'Ünïcödé – 日本語のコミット 🚀',
  'A subject line that goes on and on because somebody pasted the whole description of the change into it, twice over',
];
const AUTHORS = ['Ada Lovelace', 'Grace Hopper', 'Linus T.', 'Margaret Hamilton', '<b>bold</b>', 'renovate[bot]'];

const KINDS = [
  { metric: 'time', unit: 's', displayUnit: 'ns/op', direction: 'lower', size: 4e-8 },
  { metric: 'time', unit: 's', displayUnit: 's', direction: 'lower', size: 0.0123 },
  { metric: 'time', unit: 's', displayUnit: 'ms', direction: 'lower', size: 0.00087 },
  { metric: 'throughput', unit: '1/s', displayUnit: 'ops/s', direction: 'higher', size: 532_100 },
  { metric: 'throughput', unit: 'B/s', displayUnit: 'MB/s', direction: 'higher', size: 3.1e8 },
  { metric: 'gc.alloc.rate.norm', unit: 'B', displayUnit: 'B/op', direction: 'lower', size: 18_432, role: 'supporting' },
  { metric: 'gpu.utilisation', unit: 'ratio', displayUnit: '%', direction: null, size: 0.87, role: 'informational' },
];
const NAMES = [
  ['codec', 'decode_frame'], ['codec', 'encode_frame'], ['parser', 'parse_large_document'], ['parser', 'tokenize'],
  ['index', 'lookup_hit'], ['index', 'lookup_miss'], ['index', 'bulk_insert'], ['', 'startup'], ['http', 'request_roundtrip'],
  ['org.example.orders.OrderServiceBenchmark', 'placeOrder'], ['queue', 'enqueue_dequeue'], ['json', 'serialize_nested'],
];

/** What a series does at its end, and so which verdict its newest point has. */
const FATES = [
  'unchanged', 'unchanged', 'regressed', 'unchanged', 'improved', 'unchanged', 'undecided', 'unchanged', 'regressed-warning',
  'unchanged', 'unchanged', 'new', 'unchanged', 'undecided-quiet', 'missing', 'unchanged',
];

function commitsOf(next, count) {
  return Array.from({ length: count }, (_, index) => {
    const age = (count - 1 - index) * 9 * HOUR + Math.floor(next() * 3 * HOUR);
    return {
      sha: hex(next, 40),
      run: `r${1000 + index}`,
      subject: index % 17 === 16 ? null : SUBJECTS[Math.floor(next() * SUBJECTS.length)],
      author: index % 17 === 16 ? null : AUTHORS[Math.floor(next() * AUTHORS.length)],
      time: new Date(NOW - age - HOUR).toISOString(),
      environment: index < count * 0.4 ? 'env-a1' : 'env-b2',
    };
  });
}

function seriesOf(next, commits, number, fate, calm) {
  const kind = KINDS[number % KINDS.length];
  const [suite, benchmark] = NAMES[number % NAMES.length];
  const length = fate === 'new' ? 1 : commits.length;
  const noise = 0.004 + next() * (fate.startsWith('undecided') ? 0.05 : 0.015);
  const worse = kind.direction === 'higher' ? -1 : 1;
  const drop = { regressed: 0.142, 'regressed-warning': 0.071, improved: -0.093, undecided: 0.08 }[fate] ?? 0;
  const since = Math.max(1, commits.length - 2 - Math.floor(next() * 9));
  const earlier = number % 5 === 0 ? Math.floor(commits.length * 0.45) : -1;
  const size = kind.size * (0.5 + next() * 2);
  const values = Array.from({ length }, (_, index) => {
    const at = commits.length - length + index;
    const level = (at >= since ? 1 + worse * drop : 1) * (earlier >= 0 && at < earlier ? 1.12 : 1);
    return size * level * (1 + gauss(next) * noise);
  });
  const verdict = fate.split('-')[0];
  const severity = { regressed: 'critical', 'regressed-warning': 'warning', undecided: 'warning' }[fate] ?? null;
  const changePoints = [];
  if (earlier > 0 && length > 1) changePoints.push({ index: earlier, before: size * 1.12, after: size });
  if (drop !== 0 && fate !== 'undecided') changePoints.push({ index: since, before: size, after: size * (1 + worse * drop) });
  return {
    row: {
      id: `${number + 1}-${(number % 4) + 1}-1`,
      suite,
      benchmark: number < NAMES.length ? benchmark : `${benchmark}_${Math.floor(number / NAMES.length)}`,
      params: number % 3 === 0 ? { size: String(2 ** (8 + (number % 6))) } : number % 3 === 1 ? {} : { batch: '16', mode: 'cold' },
      mode: kind.unit === '1/s' ? 'thrpt' : null,
      threads: number % 7 === 3 ? 8 : null,
      metric: kind.metric,
      unit: kind.unit,
      displayUnit: kind.displayUnit,
      direction: kind.direction,
      role: kind.role ?? 'headline',
      testbed: number % 9 === 8 ? 'gpu-h200' : 'ci',
    },
    values, size, noise, verdict: calm ? 'unchanged' : verdict, severity: calm ? null : severity, changePoints, since,
  };
}

function nastyNames(series) {
  const rename = (number, suite, benchmark, params = {}) => series[number] && Object.assign(series[number].row, { suite, benchmark, params });
  rename(2, '<script>alert(1)</script>', '"><img src=x onerror=alert(document.domain)>', { 'a&b': '<b>', path: 'C:\\temp\\"x"' });
  rename(8, 'very', `${'a_very_long_benchmark_name_'.repeat(38)}`.slice(0, 1024), { input: 'x'.repeat(300) });
  rename(16, 'مجموعة', 'قياس_الأداء', { 'حجم': '١٠٢٤' });
  rename(18, 'emoji 🚀', '解析/大きな文書 👩‍👩‍👧‍👦', {});
}

/** A project's whole world: commits, series, runs, alerts. */
export function worldOf({ slug, seed, series: count, commits: length, calm = false, nasty = false }) {
  const next = random(seed);
  const commits = commitsOf(next, length);
  const series = Array.from({ length: count }, (_, number) =>
    seriesOf(next, commits, number, calm ? 'unchanged' : FATES[(number * 7 + 2) % FATES.length], calm),
  );
  if (nasty) nastyNames(series);
  return { slug, commits, series, alerts: alertsOf(commits, series), absences: absencesOf(commits, series), ...newsOf(commits, series) };
}

/** Channels, and what has not got there. */
function newsOf(commits, series) {
  if (commits.length < 40) return { channels: [], deliveries: [] };
  const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
  const events = ['regression', 'resolved', 'missing', 'drift'];
  const channel = { severity: 'warning', benchmarks: '*', events, disabledBecause: null, createdAt: commits[0].time };
  const names = series.slice(0, 3).map(({ row }) => row.benchmark);
  const delivery = { event: 'regression', state: 'dead', attempts: 8, error: null, createdAt: at(-1500), nextAttemptAt: null, items: 3, names };
  return {
    channels: [
      { id: 1, name: '#perf', kind: 'slack', place: 'hooks.slack.com/…', ...channel },
      { id: 2, name: 'the team, all of it', kind: 'email', place: '…@example.com, …@example.org', ...channel, severity: 'critical', events: [...events, 'weekly'] },
      { id: 3, name: 'old-bot', kind: 'webhook', place: 'bots.internal.example.com/…', ...channel, benchmarks: 'codec/*', disabledBecause: 'WEBHOOK answers 410 Gone' },
    ],
    deliveries: [
      { id: 31, channel: '#perf', ...delivery, event: 'missing', state: 'pending', attempts: 3, error: 'SLACK answers 503 upstream timed out', createdAt: at(-12), nextAttemptAt: at(330), items: 1, names: names.slice(0, 1) },
      { id: 30, channel: '#perf', ...delivery, error: 'SLACK answers 500 server_error', items: 12 },
      { id: 29, channel: 'the team, all of it', ...delivery, event: 'weekly', error: 'EMAIL: not for 1 of 2 addresses: the mail server answers 550', items: 0, names: [] },
      { id: 32, channel: 'pull requests', ...delivery, event: 'pull_request', state: 'pending', attempts: 2, error: 'the server cannot enter GitHub; start it with PAWL_GITHUB_APP_ID or PAWL_GITHUB_TOKEN', createdAt: at(-8), nextAttemptAt: at(340), items: 1, names: ['#482'] },
      { id: 28, channel: 'old-bot', ...delivery, attempts: 1, error: 'WEBHOOK answers 410 Gone' },
    ],
  };
}

function absencesOf(commits, series) {
  if (commits.length < 4) return [];
  const last = commits.at(-4);
  const facts = { state: 'open', testbed: 'bench-1', branch: 'main', lastRun: last.run, lastSha: last.sha, lastAt: last.time, openedAt: last.time };
  return series.slice(0, 1).flatMap(({ row }) => [
    { id: 1, kind: 'benchmark', suite: '', benchmark: row.benchmark, probablyNow: `${row.benchmark}_v2`, ...facts },
    { id: 2, kind: 'run', suite: null, benchmark: null, probablyNow: null, ...facts },
  ]);
}

function alertsOf(commits, series) {
  return series
    .filter(({ verdict, row }) => verdict === 'regressed' && row.role === 'headline')
    .slice(0, 9)
    .map(({ row, severity, values, size, since }, number) => ({
      id: String(number + 1), state: number > 5 ? 'acknowledged' : 'open', severity, seriesId: row.id, benchmark: row.benchmark,
      metric: row.metric, branch: 'main', sha: commits[since].sha, change: values.at(-1) / size - 1,
      openedAt: commits[since].time, run: commits[since].run,
      creep: number === 2 ? { release: 'v1.2', runs: 34, text: 'crept by +8.1 % since v1.2 over 34 runs' } : null,
    }));
}

export function rowOf({ row, values, size, verdict, severity }, commits) {
  const last = commits.at(-1);
  const gone = verdict === 'missing';
  return {
    ...row,
    points: values.length,
    latest: { value: values.at(-1), sha: last.sha, time: last.time, run: last.run },
    change: verdict === 'new' || gone ? null : values.at(-1) / size - 1,
    verdict,
    severity,
    spark: values.slice(-30),
  };
}

export function trendOf({ row, values, size, noise, verdict, severity, changePoints, since }, commits, branch) {
  const first = commits.length - values.length;
  const points = values.map((value, index) => {
    const { time, ...commit } = commits[first + index];
    const newest = index === values.length - 1;
    const bad = verdict === 'regressed' && first + index >= since;
    return {
      ...commit,
      time,
      lower: index % 23 === 7 ? null : value * (1 - noise),
      upper: index % 23 === 7 ? null : value * (1 + noise),
      spread: value * noise,
      sampleCount: 20,
      change: index === 0 ? null : value / values[Math.max(0, Math.min(index, since - first) - 1)] - 1,
      verdict: newest ? verdict : bad ? 'regressed' : index === 0 ? 'new' : index % 19 === 11 ? 'undecided' : 'unchanged',
      severity: newest || bad ? severity : null,
    };
  });
  return {
    ...row, name: row.benchmark, branch, values, time: points.map(({ time }) => Date.parse(time) / 1000), points,
    baseline: values.length < 3 ? null : { centre: size, lower: size * (1 - noise), upper: size * (1 + noise), runs: 20 },
    threshold: { warning: 0.05, critical: 0.1, policy: 'significant' },
    changePoints,
    annotations: values.length < 30 ? [] : [
      { time: points[Math.floor(values.length * 0.4)].time, sha: null, kind: 'environment change', text: 'Runner image 2026-10, kernel 6.12' },
      { time: null, sha: points[Math.floor(values.length * 0.7)].sha, kind: 'release', text: 'v2.4.0' },
    ],
  };
}

export function runOf(world, index) {
  const commit = world.commits[index];
  const newest = index === world.commits.length - 1;
  const summary = { regressed: 0, improved: 0, unchanged: 0, undecided: 0, new: 0, missing: 0, severity: null };
  for (const { row, verdict, severity, since } of world.series) {
    if (row.role !== 'headline') continue;
    const here = newest || (verdict === 'regressed' && index >= since) ? verdict : index % 6 === 2 && row.id.endsWith('3-1') ? 'undecided' : 'unchanged';
    summary[here]++;
    if (here === 'regressed' && summary.severity !== 'critical') summary.severity = severity;
  }
  return {
    id: commit.run, sha: commit.sha, branch: 'main', pullRequest: index % 11 === 4 ? 482 + index : null, testbed: 'ci',
    key: `88${index}-1`, release: index % 29 === 20 ? 'v2.4.0' : null, complete: index % 31 !== 12, receivedAt: commit.time,
    subject: commit.subject, author: commit.author, environment: commit.environment, summary: index === 0 ? null : summary,
  };
}

export function comparisonOf(world, index) {
  const run = runOf(world, index);
  if (run.summary === null) return null;
  const results = world.series.map(({ row, values, size, noise, verdict, severity, since }) => {
    const newest = index === world.commits.length - 1;
    const here = newest || (verdict === 'regressed' && index >= since) ? verdict : 'unchanged';
    const contender = here === 'missing' ? null : (values[index] ?? values.at(-1));
    const change = here === 'new' || here === 'missing' ? null : contender / size - 1;
    const percent = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)} %`;
    const spread = noise * (here === 'undecided' ? 2.4 : 1.1);
    return {
      ...row, direction: row.direction === null ? 'unknown' : `${row.direction}_is_better`, verdict: here,
      severity: here === verdict ? severity : null, reason: 'beyond_threshold', change,
      interval: change === null ? null : [change - spread, change + spread], pValue: 0.003, noise,
      minimumDetectableChange: noise * 2.8, baseline: here === 'new' ? null : size, contender, baselineRuns: 20, seriesId: row.id,
      evidence: change === null
        ? here === 'new' ? 'No earlier run of this branch has it.' : 'The 20 runs before this one have it; this complete run does not.'
        : `${percent(change)}, 95 % interval ${percent(change - spread)} to ${percent(change + spread)}; noise ${(noise * 100).toFixed(1)} % over 20 baseline runs; p = 0.003.`,
    };
  });
  const from = Math.max(0, index - 20);
  return {
    summary: run.summary,
    baseline: {
      source: 'previous', description: 'The 20 runs before this one', branch: 'main', sha: world.commits[index - 1].sha,
      runs: world.commits.slice(from, index).map((commit) => commit.run), commitsApart: 1,
    },
    contender: { description: null, branch: 'main', sha: run.sha, pullRequest: run.pullRequest, testbed: 'ci', runs: [run.id], complete: run.complete },
    threshold: { warning: 0.05, critical: 0.1, policy: 'significant' },
    results,
    findings: index % 2 === 1 ? [{ kind: 'environment', text: 'The environment differs from the baseline’s: kernel 6.12 instead of 6.8.' }] : [],
  };
}

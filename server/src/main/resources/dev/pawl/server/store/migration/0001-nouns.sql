-- The nouns of the glossary. Times are milliseconds since 1970-01-01 UTC, values are in base units.
-- Maps of names to values are written as in a query string (n=100&mode=fast). See docs/database-schema.md.

create table project (
    id integer primary key,
    slug text not null unique,
    repository_url text,
    default_branch text not null,
    settings text not null,
    settings_version integer not null,
    revision integer not null,
    run_count integer not null,
    last_run_at integer,
    created_at integer not null
);

create table project_settings (
    project_id integer not null references project (id) on delete cascade,
    version integer not null,
    settings text not null,
    changed_at integer not null,
    primary key (project_id, version)
);

create table testbed (
    id integer primary key,
    project_id integer not null references project (id) on delete cascade,
    name text not null,
    last_run_at integer not null,
    unique (project_id, name)
);

create table branch (
    project_id integer not null references project (id) on delete cascade,
    name text not null,
    last_run_at integer not null,
    primary key (project_id, name)
);

create table git_commit (
    project_id integer not null references project (id) on delete cascade,
    sha text not null,
    parent text,
    committed_at integer,
    author text,
    subject text,
    primary key (project_id, sha)
) without rowid;
create index commit_by_parent on git_commit (project_id, parent);

-- The commits of a branch that no other known commit of it follows: usually one; several after a force-push, or while the
-- commits between them are unknown.
create table branch_tip (
    project_id integer not null references project (id) on delete cascade,
    branch text not null,
    sha text not null,
    seen_at integer not null,
    primary key (project_id, branch, sha)
);

create table environment_fact (
    environment text not null,
    name text not null,
    value text not null,
    primary key (environment, name)
);

create table run (
    number integer primary key autoincrement,
    id text not null unique,
    project_id integer not null references project (id) on delete cascade,
    testbed_id integer not null references testbed (id),
    run_key text not null,
    branch text not null,
    sha text not null,
    pull_request integer,
    base_branch text,
    merge_base text,
    release text,
    trust text not null check (trust in ('TRUSTED', 'UNTRUSTED')),
    environment text not null,
    state text not null check (state in ('WAITING', 'COMPLETE', 'INCOMPLETE')),
    shard_count integer not null check (shard_count >= 1),
    shards_received integer not null,
    attempt integer,
    baseline text,
    job_url text,
    client_version text,
    received_at integer not null,
    unique (project_id, testbed_id, run_key)
);
create index run_by_commit on run (project_id, sha);
create index run_by_branch on run (project_id, branch, testbed_id);
create index run_by_testbed on run (project_id, testbed_id);
create index run_by_pull_request on run (project_id, pull_request) where pull_request is not null;
create index run_by_release on run (project_id, release) where release is not null;
create index run_by_merge_base on run (project_id, merge_base) where merge_base is not null;
create index run_waiting on run (received_at) where state = 'WAITING';

create table shard (
    run_number integer not null references run (number) on delete cascade,
    shard_index integer not null,
    format text not null,
    suite text not null,
    body_hash text not null,
    received_at integer not null,
    primary key (run_number, shard_index)
);

-- The original upload, compressed with gzip, kept for a while so that a better parser can read it again.
create table upload (
    run_number integer not null,
    shard_index integer not null,
    files text not null,
    body blob not null,
    received_at integer not null,
    primary key (run_number, shard_index),
    foreign key (run_number, shard_index) references shard (run_number, shard_index) on delete cascade
);
create index upload_by_age on upload (received_at);

create table benchmark (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    suite text not null,
    name text not null,
    parameters text not null,
    mode text not null,
    threads integer not null,
    merged_into integer references benchmark (id)
);
create index benchmark_by_project on benchmark (project_id, name);
create index benchmark_merged on benchmark (merged_into) where merged_into is not null;
create index benchmark_renamed on benchmark (project_id) where merged_into is not null;

-- Every identity that was ever uploaded, by the SHA-256 of its components, and the benchmark that it means today.
create table benchmark_alias (
    project_id integer not null references project (id) on delete cascade,
    identity text not null,
    benchmark_id integer not null references benchmark (id) on delete cascade,
    primary key (project_id, identity)
) without rowid;

create table metric (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    name text not null,
    base_symbol text not null,
    unit text not null,
    dimension text not null,
    factor real not null,
    direction text not null check (direction in ('LOWER_IS_BETTER', 'HIGHER_IS_BETTER', 'UNKNOWN')),
    role text not null check (role in ('HEADLINE', 'SUPPORTING', 'INFORMATIONAL')),
    observed_at integer not null,
    unique (project_id, name, base_symbol)
);

-- Clustered by run: an upload appends, and a run is read in one sweep. A finite check refuses infinities; NaN arrives as null.
create table measurement (
    run_number integer not null references run (number) on delete cascade,
    benchmark_id integer not null references benchmark (id),
    metric_id integer not null references metric (id),
    shard_index integer not null,
    value real not null check (abs(value) <= 1.7976931348623157e308),
    lower real,
    upper real,
    spread real check (spread >= 0),
    stddev real,
    value_range real,
    sample_count integer not null check (sample_count >= 0),
    statistics text,
    primary key (run_number, benchmark_id, metric_id)
) without rowid;

create table sample (
    run_number integer not null references run (number) on delete cascade,
    benchmark_id integer not null,
    metric_id integer not null,
    body blob not null,
    primary key (run_number, benchmark_id, metric_id)
) without rowid;

create table comparison (
    run_number integer primary key references run (number) on delete cascade,
    project_id integer not null references project (id) on delete cascade,
    baseline_source text not null,
    baseline_sha text,
    commits_apart integer,
    wanted_sha text,
    engine_version integer not null,
    settings_version integer not null,
    severity text check (severity in ('WARNING', 'CRITICAL')),
    regressed integer not null,
    improved integer not null,
    unchanged integer not null,
    undecided integer not null,
    new integer not null,
    missing integer not null,
    stale integer not null check (stale in (0, 1)),
    computed_at integer not null,
    body blob not null
);
-- Contenders whose place in the history was unknown, so that their baseline went by arrival.
create index comparison_unplaced on comparison (project_id)
    where baseline_source = 'PREVIOUS' and commits_apart is null;
create index comparison_stale on comparison (run_number) where stale = 1;

create table alert (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    benchmark_id integer not null references benchmark (id),
    metric_id integer not null references metric (id),
    testbed_id integer not null references testbed (id),
    branch text not null,
    state text not null check (state in ('OPEN', 'ACKNOWLEDGED', 'ACCEPTED', 'DISMISSED', 'RESOLVED')),
    severity text not null check (severity in ('WARNING', 'CRITICAL')),
    change real not null,
    baseline real,
    sha text not null,
    run_id text not null,
    opened_at integer not null,
    updated_at integer not null
);
create index alert_by_project on alert (project_id, state);
create unique index alert_pending on alert (project_id, benchmark_id, metric_id, testbed_id, branch)
    where state in ('OPEN', 'ACKNOWLEDGED', 'DISMISSED');

create table alert_change (
    alert_id integer not null references alert (id) on delete cascade,
    position integer not null,
    state text not null,
    changed_by text not null,
    reason text,
    changed_at integer not null,
    primary key (alert_id, position)
);

-- Only the SHA-256 of a token is kept. Without a project it is good for all of them.
create table token (
    id integer primary key autoincrement,
    project_id integer references project (id) on delete cascade,
    name text not null,
    scope text not null check (scope in ('READ', 'UPLOAD', 'ADMIN')),
    branches text not null,
    hash text not null unique,
    created_at integer not null,
    expires_at integer,
    revoked_at integer,
    last_used_at integer
);

-- Answers that were given, by Idempotency-Key.
create table answer (
    project_id integer not null references project (id) on delete cascade,
    answer_key text not null,
    body_hash text not null,
    status integer not null,
    body blob not null,
    answered_at integer not null,
    primary key (project_id, answer_key)
);
create index answer_by_age on answer (answered_at);

-- The outbox: written in the transaction that gives the reason, sent afterwards.
create table delivery (
    id integer primary key autoincrement,
    channel text not null,
    event text not null,
    payload text not null,
    state text not null check (state in ('PENDING', 'DELIVERED', 'DEAD')),
    attempts integer not null,
    due_at integer not null,
    last_error text,
    created_at integer not null,
    finished_at integer
);
create index delivery_due on delivery (due_at) where state = 'PENDING';

create table annotation (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    branch text,
    sha text,
    noted_at integer not null,
    kind text not null,
    body text not null
);
create index annotation_by_time on annotation (project_id, noted_at);

-- One row that readiness checks write, to know that writing works.
create table write_probe (
    id integer primary key check (id = 1),
    writes integer not null
);
insert into write_probe (id, writes) values (1, 0);

-- What does not come any more: a benchmark that each run of a testbed used to measure, or the runs themselves.
create table absence (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    testbed_id integer not null references testbed (id),
    -- Null where it is the runs that do not come.
    benchmark_id integer references benchmark (id),
    state text not null check (state in ('OPEN', 'DISMISSED', 'RESOLVED')),
    -- The last run that was there.
    run_id text not null,
    opened_at integer not null,
    updated_at integer not null
);
create unique index absence_pending on absence (project_id, testbed_id, coalesce(benchmark_id, 0))
    where state in ('OPEN', 'DISMISSED');

-- How often runs of a testbed on the default branch are to come.
create table expected_run (
    project_id integer not null references project (id) on delete cascade,
    testbed text not null,
    hours integer not null check (hours > 0),
    since integer not null,
    primary key (project_id, testbed)
) without rowid;

-- Who looks after an alert.
alter table alert add column assignee text;

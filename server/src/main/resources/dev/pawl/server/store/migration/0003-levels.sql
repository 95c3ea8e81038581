-- The change-point detector on the default branch. Its states follow from the history alone; they are kept so that one more run
-- costs the same however long the history is.

-- Runs that the detector has not read yet, or has to read again because another shard of them arrived.
create table detector_queue (
    run_number integer primary key references run (number) on delete cascade
);

-- How far it has read: the numbers of the newest runs, oldest first. Where the history no longer ends like that, all is read again.
create table detector_progress (
    project_id integer not null references project (id) on delete cascade,
    testbed_id integer not null references testbed (id),
    branch text not null,
    version integer not null,
    runs text not null,
    primary key (project_id, testbed_id)
);

create table detector (
    testbed_id integer not null references testbed (id),
    benchmark_id integer not null references benchmark (id),
    metric_id integer not null references metric (id),
    state blob not null,
    primary key (testbed_id, benchmark_id, metric_id)
) without rowid;

-- A flag is known by the run that raised it. The new level begins somewhere after last_run and not after first_run.
create table change_point (
    testbed_id integer not null references testbed (id),
    benchmark_id integer not null references benchmark (id),
    metric_id integer not null references metric (id),
    raised_run integer not null references run (number) on delete cascade,
    first_run integer not null references run (number) on delete cascade,
    last_run integer references run (number) on delete cascade,
    state text not null check (state in ('RAISED', 'CONFIRMED', 'WITHDRAWN')),
    worse integer not null check (worse in (0, 1)),
    change real not null,
    primary key (testbed_id, benchmark_id, metric_id, raised_run)
) without rowid;

-- An alert of one upload is a suspicion until later runs, or an absolute limit, bear it out.
alter table alert add column confirmed_at integer;
-- The last commit that was measured before the change: the culprit is after it, and not after alert.sha.
alter table alert add column last_good_sha text;

-- Everything that was an alert so far counts as borne out.
update alert set confirmed_at = opened_at;

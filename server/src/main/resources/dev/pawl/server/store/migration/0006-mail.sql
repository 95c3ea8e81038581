-- E-mail joins the kinds, and a channel can leave events out. SQLite cannot change a check, so the table is made anew.
create table channel_new (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    name text not null,
    kind text not null check (kind in ('SLACK', 'DISCORD', 'WEBHOOK', 'EMAIL')),
    address text not null,
    signing_key text,
    severity text not null check (severity in ('WARNING', 'CRITICAL')),
    benchmarks text not null,
    -- Names with commas between them.
    events text not null,
    allow_private integer not null check (allow_private in (0, 1)),
    disabled_because text,
    created_at integer not null,
    unique (project_id, name)
);
insert into channel_new
    select id, project_id, name, kind, address, signing_key, severity, benchmarks, 'REGRESSION,RESOLVED,MISSING,DRIFT',
        allow_private, disabled_because, created_at from channel;
drop table channel;
alter table channel_new rename to channel;

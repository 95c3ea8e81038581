-- Where a project's news goes. The address is a secret: who knows it can write there.
create table channel (
    id integer primary key autoincrement,
    project_id integer not null references project (id) on delete cascade,
    name text not null,
    kind text not null check (kind in ('SLACK', 'DISCORD', 'WEBHOOK')),
    address text not null,
    signing_key text,
    severity text not null check (severity in ('WARNING', 'CRITICAL')),
    benchmarks text not null,
    allow_private integer not null check (allow_private in (0, 1)),
    disabled_because text,
    created_at integer not null,
    unique (project_id, name)
);

create index delivery_by_channel on delivery (channel, due_at) where state = 'PENDING';

-- What the server itself writes on a project's pull requests.
create table pull_request_policy (
    project_id integer primary key references project (id) on delete cascade,
    comments text not null check (comments in ('ON_CHANGE', 'ALWAYS', 'NEVER')),
    check_fails_on text not null check (check_fails_on in ('WARNING', 'CRITICAL', 'NEVER', 'OFF'))
);

-- A delivery with a subject says how something is, not what happened. Asked for again before it was sent, it stays one; by the
-- version whoever sends it sees that it was asked for again meanwhile.
alter table delivery add column subject text;
alter table delivery add column version integer not null default 1;
create unique index delivery_by_subject on delivery (channel, subject)
    where subject is not null and state <> 'DELIVERED';

-- A run of the past: it is dated when it was measured (received_at), and nobody is told of it.
alter table run add column backdated integer not null default 0 check (backdated in (0, 1));

-- Such runs arrive after newer ones, so that "the newest" goes by time and not by number.
create index run_by_time on run (project_id, received_at);
drop index run_by_branch;
create index run_by_branch on run (project_id, branch, testbed_id, received_at);

-- A run that somebody took out because it tells nothing true: of another commit, another project, a broken machine.
alter table run add column excluded_at integer;
alter table run add column excluded_by text;
alter table run add column excluded_because text;

-- The run that showed the level back, and the excluded run that the alert rested on: without the one, or with the other again, the
-- alert is what it was before it was resolved.
alter table alert add column resolved_by_run text;
alter table alert add column withdrawn_with_run text;
create index alert_resolved_by_run on alert (resolved_by_run) where resolved_by_run is not null;
create index alert_withdrawn_with_run on alert (withdrawn_with_run) where withdrawn_with_run is not null;

-- What was sent, or given up, is forgotten after a while.
create index delivery_finished on delivery (state, finished_at) where finished_at is not null;

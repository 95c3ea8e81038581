-- Levels that creep: what the watch remembers of each series, and how an alert's level got where it is.
alter table detector add column creep blob;

-- Over how many runs, since last_good_sha; null if the level changed in one step.
alter table alert add column creep_runs integer;
-- The last release on the old level, if one is known.
alter table alert add column creep_release text;

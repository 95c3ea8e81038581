-- Levels that creep: what the watch remembers of each series, and how an alert's level got where it is.
alter table detector add column creep blob;

-- How fast the testbed was, as its control benchmarks tell.
alter table detector_progress add column speed blob;

-- Over how many runs, since last_good_sha; null if the level changed in one step.
alter table alert add column creep_runs integer;
-- The last release on the old level, if one is known.
alter table alert add column creep_release text;

-- How the sender of an upload wants it to be judged, as JSON: what the repository's pawl.toml said at the commit that was
-- measured. A comparison that is computed again goes by it too.

alter table shard add column settings text not null default '{}';

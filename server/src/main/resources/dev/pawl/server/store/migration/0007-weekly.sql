-- When a project's channels were last told of its week; the end of that week.
create table weekly_report (
    project_id integer primary key references project (id) on delete cascade,
    told_until integer not null
);

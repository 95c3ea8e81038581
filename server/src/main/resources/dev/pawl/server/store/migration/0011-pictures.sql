-- What addresses of pictures are signed with; null where a project hands out none.
create table picture_secret (
    project_id integer primary key references project (id) on delete cascade,
    secret text,
    created_at integer not null
);

-- What addresses of pictures are signed with; null where a project hands out none.
create table picture_secret (
    project_id integer primary key references project (id) on delete cascade,
    secret text,
    created_at integer not null
);

-- What waits or was given up, for whoever looks.
create index delivery_open on delivery (channel, id) where state <> 'DELIVERED';

-- What GitHub signs its events with. Whoever knows it can speak in GitHub's name, to this project.
create table webhook_secret (
    project_id integer primary key references project (id) on delete cascade,
    secret text not null,
    created_at integer not null
);

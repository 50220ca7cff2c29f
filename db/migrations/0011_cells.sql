-- The nearest are found by their cells: an index of few points in place of one of every opening.
-- Openings are small and short-lived, so their new index is built at once.

alter table task.opening drop constraint opening_cell_shape;
drop index if exists task.opening_point;
create table task.cell (
    code text not null,
    point ext.geography(Point,4326) not null generated always as ((ext.st_setsrid(ext.st_makepoint((split_part(code, ','::text, 2))::double precision, (split_part(code, ','::text, 1))::double precision), 4326))::ext.geography) stored
);
alter table task.cell enable row level security;
create unique index cell_pkey on task.cell using btree (code);
create index cell_point on task.cell using gist (point);
create index opening_cell on task.opening using btree (cell, demand_id);
alter table task.cell add constraint cell_pkey primary key using index cell_pkey;
alter table task.cell add constraint cell_code_shape check ((code ~ '^-?[0-9]{1,2}\.[0-9]{2},-?[0-9]{1,3}\.[0-9]{2}$'::text)) not valid;
alter table task.cell validate constraint cell_code_shape;
comment on table task.cell is 'Squares of a hundredth of a degree in which work ever was: who looks for the nearest walks these, and
in each the work that is open';
comment on column task.cell.point is 'Its middle: derived, so it is right after every write. @source DBM-020 DBM-021';

insert into task.cell (code) select distinct o.cell from task.opening as o;
insert into core.rate_limit (operation, scope, allowed, period) values
    ('task.search', 'account', 120, interval '1 minute')
on conflict on constraint rate_limit_pkey do nothing;

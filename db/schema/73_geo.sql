-- Floor 7. Where hustlers are now: personal data, one row a person, of use for a quarter of an hour.
create table geo.position (
    account_id    uuid primary key
        constraint position_account_fkey references account.user (id) on delete restrict,
    latitude      core.latitude,
    longitude     core.longitude,
    is_available  boolean not null default true,
    seen_at       timestamptz not null default core.now(),
    point         ext.geography (point, 4326) generated always as (
        ext.st_setsrid(ext.st_makepoint(longitude::double precision, latitude::double precision),
            4326)::ext.geography) stored,
    constraint position_whole check ((latitude is null) = (longitude is null)),
    constraint position_available_is_known check (not is_available or latitude is not null)
) with (fillfactor = 70);
create index position_available on geo.position using gist (point) where is_available;
comment on column geo.position.point is
    'Follows latitude and longitude after every write; null where they are. @source DBM-020 DBM-021 DBM-046';
comment on table geo.position is
    'The last position that a hustler shared: personal data. Who hides has a row without a place';

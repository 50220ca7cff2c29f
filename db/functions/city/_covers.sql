-- Whether a boundary covers a position. A bare expression, so that it is inlined and an index is used.
create or replace function city._covers(
    boundary   ext.geometry,
    latitude   double precision,
    longitude  double precision
)
    returns boolean
    language sql immutable
as $$
    select ext.st_covers(boundary, ext.st_setsrid(ext.st_makepoint(longitude, latitude), 4326))
$$;

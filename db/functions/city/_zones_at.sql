-- The zones at a position: one, or all that meet there if it lies on a border. Inlined by its caller.
create or replace function city._zones_at(latitude double precision, longitude double precision)
    returns setof city.zone
    language sql stable
as $$
    select z.* from city.zone as z
     where city._covers(z.boundary, _zones_at.latitude, _zones_at.longitude)
$$;

-- Deferred: the zones of a city lie inside its boundary and share borders, no ground. Whoever changes
-- one city takes turns at its row, so each sees what the other committed. Its triggers: schema/90.
-- @source CIT-02
create or replace function city.check_zones_fit()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    place uuid := (to_jsonb(new) ->> case tg_table_name when 'city' then 'id' else 'city_id' end)::uuid;
begin
    perform from city.city as c where c.id = place for no key update;
    if exists (
        select from city.zone as z
          join city.city as c on c.id = z.city_id
         where c.id = place and not ext.st_covers(c.boundary, z.boundary))
    then
        perform core.fail('HXA01', 'boundary', 'The zones of a city lie inside its boundary.');
    end if;
    if exists (
        select from city.zone as z
          join city.zone as o on o.city_id = z.city_id and o.code > z.code
         where z.city_id = place and o.boundary operator(ext.&&) z.boundary
           and ext.st_relate(z.boundary, o.boundary, 'T********'))
    then
        perform core.fail('HXA01', 'boundary', 'The zones of a city don''t overlap.');
    end if;
    return null;
end $$;

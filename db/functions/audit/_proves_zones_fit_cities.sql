-- CIT-02
create or replace view audit._proves_zones_fit_cities as
select z.city_id as id, z.code
  from city.zone as z
  join city.city as c on c.id = z.city_id
 where ext.st_area(ext.st_difference(z.boundary, c.boundary)) > 0
union all
select z.city_id, z.code
  from city.zone as z
  join city.zone as o on o.city_id = z.city_id and o.code > z.code
 where ext.st_area(ext.st_intersection(z.boundary, o.boundary)) > 0;

comment on view audit._proves_zones_fit_cities is
    'The zones of a city lie inside its boundary and share no ground';

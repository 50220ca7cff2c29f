-- CIT-01 CIT-02 CIT-05 CIT-08 LIF-23: a city's zones are real polygons that share borders, no ground; every
-- known place lies in its own; work gets the zone of its place, and none is posted outside of all.
begin;
create temporary table place (name text, latitude double precision, longitude double precision, zone text);
insert into place values
    ('Space Needle', 47.6205, -122.3493, 'queen_anne'), ('Kerry Park', 47.6295, -122.3599, 'queen_anne'),
    ('Queen Anne Hill', 47.6370, -122.3570, 'queen_anne'), ('Pike Place Market', 47.6094, -122.3417, 'downtown'),
    ('Pioneer Square', 47.6021, -122.3340, 'downtown'), ('Central Library', 47.6067, -122.3325, 'downtown'),
    ('Belltown', 47.6140, -122.3460, 'downtown'), ('Lumen Field', 47.5952, -122.3316, 'sodo_georgetown'),
    ('T-Mobile Park', 47.5914, -122.3325, 'sodo_georgetown'),
    ('International District Station', 47.5983, -122.3270, 'sodo_georgetown'),
    ('Starbucks Center', 47.5800, -122.3340, 'sodo_georgetown'),
    ('Georgetown', 47.5476, -122.3214, 'sodo_georgetown'), ('South Park', 47.5290, -122.3220, 'delridge'),
    ('Harbor Island', 47.5820, -122.3530, 'delridge'), ('Westwood Village', 47.5208, -122.3665, 'delridge'),
    ('South Seattle College', 47.5460, -122.3525, 'delridge'), ('Alki Beach', 47.5812, -122.4050, 'west_seattle'),
    ('Alki Point Lighthouse', 47.5763, -122.4204, 'west_seattle'),
    ('West Seattle Junction', 47.5612, -122.3868, 'west_seattle'),
    ('Fauntleroy ferry', 47.5232, -122.3960, 'west_seattle'), ('Lincoln Park', 47.5310, -122.3930, 'west_seattle'),
    ('Beacon Hill Station', 47.5790, -122.3115, 'beacon_hill'), ('Jefferson Park', 47.5680, -122.3085, 'beacon_hill'),
    ('Columbia City', 47.5597, -122.2868, 'rainier_valley'),
    ('Othello Station', 47.5380, -122.2815, 'rainier_valley'),
    ('Rainier Beach Station', 47.5225, -122.2695, 'rainier_valley'),
    ('Seward Park', 47.5510, -122.2570, 'rainier_valley'),
    ('Garfield High School', 47.6080, -122.3020, 'central_district'),
    ('Leschi', 47.6015, -122.2870, 'central_district'), ('Madrona', 47.6120, -122.2870, 'central_district'),
    ('Capitol Hill Station', 47.6190, -122.3200, 'capitol_hill'),
    ('Volunteer Park', 47.6300, -122.3150, 'capitol_hill'), ('Madison Park', 47.6360, -122.2800, 'capitol_hill'),
    ('Montlake', 47.6400, -122.3020, 'capitol_hill'), ('MOHAI', 47.6275, -122.3366, 'lake_union'),
    ('Eastlake', 47.6400, -122.3255, 'lake_union'), ('Middle of Lake Union', 47.6400, -122.3340, 'lake_union'),
    ('Mercer Street', 47.6228, -122.3365, 'lake_union'), ('Magnolia Village', 47.6390, -122.3990, 'magnolia'),
    ('Discovery Park', 47.6613, -122.4170, 'magnolia'), ('West Point Lighthouse', 47.6620, -122.4350, 'magnolia'),
    ('Smith Cove', 47.6320, -122.3830, 'magnolia'), ('Ballard Avenue', 47.6680, -122.3840, 'ballard'),
    ('Ballard Locks', 47.6665, -122.3972, 'ballard'), ('Golden Gardens', 47.6886, -122.4030, 'ballard'),
    ('Crown Hill', 47.6960, -122.3720, 'ballard'), ('Fremont', 47.6510, -122.3500, 'green_lake'),
    ('Woodland Park Zoo', 47.6685, -122.3543, 'green_lake'), ('Green Lake', 47.6800, -122.3280, 'green_lake'),
    ('Gas Works Park', 47.6456, -122.3344, 'wallingford'), ('Wallingford', 47.6612, -122.3320, 'wallingford'),
    ('University of Washington', 47.6553, -122.3035, 'university_district'),
    ('Husky Stadium', 47.6503, -122.3016, 'university_district'),
    ('Roosevelt Station', 47.6767, -122.3157, 'university_district'),
    ('Ravenna Park', 47.6720, -122.3050, 'university_district'),
    ('Children''s Hospital', 47.6620, -122.2830, 'sand_point'), ('Magnuson Park', 47.6815, -122.2560, 'sand_point'),
    ('Wedgwood', 47.6850, -122.2900, 'sand_point'), ('Northgate Station', 47.7031, -122.3270, 'northgate'),
    ('Lake City', 47.7192, -122.2950, 'northgate'), ('Bitter Lake', 47.7260, -122.3500, 'bitter_lake'),
    ('Carkeek Park', 47.7130, -122.3740, 'bitter_lake'), ('North Seattle College', 47.6985, -122.3440, 'bitter_lake'),
    ('Bellevue', 47.6101, -122.2015, null), ('Mercer Island', 47.5707, -122.2221, null),
    ('Shoreline', 47.7557, -122.3415, null), ('White Center', 47.5120, -122.3550, null),
    ('Burien', 47.4704, -122.3468, null), ('Tukwila', 47.4740, -122.2610, null), ('Renton', 47.4829, -122.2171, null),
    ('Bainbridge Island', 47.6262, -122.5212, null), ('Kirkland', 47.6769, -122.2060, null),
    ('Middle of Lake Washington', 47.6300, -122.2450, null), ('Middle of Puget Sound', 47.6000, -122.4500, null),
    ('Elliott Bay', 47.6050, -122.3750, null), ('The south of Boeing Field', 47.5200, -122.3000, null),
    ('SeaTac', 47.4435, -122.3016, null), ('Bryn Mawr-Skyway', 47.4979, -122.2530, null),
    ('North of 145th Street', 47.7350, -122.3250, null);
select plan((select count(*)::integer from place) + 35);
create function pg_temp.box(west numeric, south numeric, east numeric, north numeric) returns ext.geometry
    language sql as 'select ext.st_multi(ext.st_makeenvelope($1, $2, $3, $4, 4326))';
create function pg_temp.add(code text, boundary text) returns text language sql as $f$
    select format('insert into city.zone (city_id, code, name, boundary) select c.id, %L, %L, %s
        from city.city as c where c.code = ''seattle''', code, code, boundary)
$f$;

select is((select string_agg(z.code, ' ') from city._zones_at(p.latitude, p.longitude) as z), p.zone, p.name)
  from place as p;
select is((select count(*) from place as p where city._covers((select c.boundary from city.city as c), p.latitude, p.longitude)),
    (select count(*) from place as p where p.zone is not null), 'the city''s outline covers the same places as its zones');
select is((select count(distinct p.zone) from place as p), (select count(*) from city.zone), 'every zone has a known place');

-- The map: no gap, no sliver, and borders that are the same line on both sides.
select results_eq($$select ext.st_geometrytype(c.boundary), ext.st_numinteriorrings(c.boundary), ext.st_npoints(c.boundary) > 200
    from city.city as c$$, $$values ('ST_Polygon', 0, true)$$, 'the outline is one polygon, not a box');
select is((select max(abs(ext.st_area(c.boundary) - p.area)) < 1e-12 from city.city as c
    join (select z.city_id, sum(ext.st_area(z.boundary)) as area from city.zone as z group by z.city_id) as p on p.city_id = c.id),
    true, 'the zones make up the whole of it');
select is_empty($$select z.code from city.zone as z join city.city as c on c.id = z.city_id
    cross join lateral (select ext.st_union(ext.st_boundary(o.boundary)) as line from city.zone as o where o.code <> z.code) as o
    where ext.st_length(ext.st_difference(ext.st_difference(ext.st_boundary(z.boundary), o.line), ext.st_boundary(c.boundary))) > 0$$,
    'every border is the neighbour''s or the city''s own line');
select is_empty($$select z.code from city.zone as z where ext.st_numgeometries(z.boundary) <> 1
    or ext.st_area(z.boundary, true) < 3e6$$, 'no zone is in pieces or a sliver');
select is_empty('select * from audit._proves_zones_fit_cities', 'audit.prove() finds nothing');

-- What is refused, at the latest when it is committed.
select is(support.code(pg_temp.add('twin', 'pg_temp.box(-122.34, 47.60, -122.33, 47.61)'), 'none'), 'HXA01', 'no zone over another');
select is(support.code(pg_temp.add('twin', '(select z.boundary from city.zone as z where z.code = ''downtown'')'), 'none'),
    'HXA01', 'none the same as another');
select is(support.code(pg_temp.add('bellevue', 'pg_temp.box(-122.21, 47.60, -122.18, 47.63)'), 'none'), 'HXA01', 'none outside the city');
select is(support.code(pg_temp.add('sound', 'pg_temp.box(-122.5, 47.60, -122.38, 47.61)'), 'none'), 'HXA01', 'none across its line');
select is(support.code('update city.zone set boundary = ''SRID=4326;MULTIPOLYGON(((-122.40 47.64, -122.39 47.65, -122.39 47.64,
    -122.40 47.65, -122.40 47.64)))'' where code = ''magnolia''', 'none'), 'HXA01', 'no shape that crosses itself');
select is(support.code(pg_temp.add('void', '''SRID=4326;MULTIPOLYGON EMPTY'''), 'none'), 'HXA01', 'no empty one');
select is(support.code('update city.zone set boundary = (select z.boundary from city.zone as z where z.code = ''downtown'')
    where code = ''magnolia''', 'none'), 'HXA01', 'none moved over another');
select is(support.code('update city.city set boundary = pg_temp.box(-122.4, 47.5, -122.3, 47.7)', 'none'), 'HXA01',
    'no city is drawn smaller than its zones');
select is(support.code('set local client_min_messages = warning; truncate city.zone cascade', 'none'), 'HXA11', 'zones are never emptied at once');
select is(support.code('update city.zone set boundary = boundary', 'none'), 'done', 'as they are, they fit');
select is(support.code($$
    update city.zone as z set boundary = ext.st_multi(ext.st_union(z.boundary, o.boundary))
      from city.zone as o where o.code = 'wallingford' and z.code = 'green_lake';
    delete from city.zone where code = 'wallingford'$$, 'none'), 'done', 'a border may move within one transaction');

-- Work and its zone.
select support.person('poster');
create function pg_temp.post(latitude numeric, longitude numeric) returns text language sql as $f$
    select format('select id from task.create(title => ''x'', description => ''y'', category => ''moving'', price_cents => 500,
        deadline_at => now() + interval ''2 days'', address => ''z'', latitude => %s, longitude => %s)', latitude, longitude)
$f$;
create function pg_temp.zone(latitude numeric, longitude numeric) returns text language plpgsql as $f$
declare
    work uuid;
begin
    work := support.act('poster', pg_temp.post(latitude, longitude))::uuid;
    return (select t.zone from task.task as t where t.id = work);
exception when others then
    return sqlstate;
end $f$;
select is_empty($$select p.name, z.zone from place as p
    cross join lateral (select pg_temp.zone(p.latitude::numeric, p.longitude::numeric) as zone) as z
    where z.zone is distinct from coalesce(p.zone, 'HXA01')$$, 'work has the zone of its place; where there is none it is refused');
create function pg_temp.said() returns text[] language plpgsql as $f$
declare
    field text; message text; hint text;
begin
    perform support.act('poster', pg_temp.post(47.6101, -122.2015));
    return null;
exception when others then
    get stacked diagnostics field = column_name, message = message_text, hint = pg_exception_hint;
    return array[field, message, hint];
end $f$;
select is(pg_temp.said(), array['latitude', 'That place is in no city that is served.', 'Choose a place inside Seattle.'],
    'the refusal names the field, and where one may');
-- A vertex of a border lies in both zones.
create temporary table corner as
select ext.st_y(d.geom)::numeric as latitude, ext.st_x(d.geom)::numeric as longitude
  from city.zone as z join city.zone as o on z.code = 'magnolia' and o.code = 'queen_anne'
 cross join lateral ext.st_dumppoints(ext.st_intersection(z.boundary, o.boundary)) as d
 where (select count(*) from city.zone as a where ext.st_covers(a.boundary, d.geom)) = 2 limit 1;
select is((select string_agg(z.code, ' ' order by z.code) from corner as k cross join lateral city._zones_at(k.latitude, k.longitude) as z),
    'magnolia queen_anne', 'on a border lie both zones');
select is((select pg_temp.zone(k.latitude, k.longitude) from corner as k), 'magnolia', 'the first by name is taken');
select is((select string_agg(z.code, ' ') from city._zones_at(null, -122.33) as z), null, 'nowhere lies in none');
create temporary table work as select support.act('poster', pg_temp.post(47.6075, -122.3381))::uuid as id;
select is(support.code('update task.task set zone = ''magnolia'' where id = (select id from work)', 'none'), 'HX004', 'a task''s zone stays');
select is(support.code('update task.task set zone = null where id = (select id from work)', 'none'), 'HX004', 'and isn''t taken away');
select is(support.code('delete from city.zone where code = ''downtown''', 'none'), 'HXA02', 'nor is the zone of any work');
select is(support.code('update city.zone set code = ''uptown'' where code = ''downtown''', 'none'), 'HXA02', 'nor its code');

-- A second city comes by rows alone. CIT-06
insert into city.city (id, code, name, state_code, time_zone, boundary) values ('00000000-0000-7000-8000-00000000c002',
    'bellevue', 'Bellevue', 'WA', 'America/Los_Angeles', pg_temp.box(-122.22, 47.57, -122.11, 47.66));
insert into city.rule (city_id, fee_bps, cancellation_bps, cancellation_cap_cents, cancellation_free, review_period,
    new_poster_completed, new_poster_cap_cents, new_poster_cancellations, live_multiplier)
select '00000000-0000-7000-8000-00000000c002', 1000, 1000, 2000, interval '5 minutes', interval '48 hours', 3, 50000, 3, 1.25;
select is(support.code('update city.city set boundary = ''SRID=4326;POLYGON((-123 47, -121 48, -121 47, -123 48, -123 47))''
    where code = ''bellevue''', 'none'), 'HXA01', 'no city''s line crosses itself');
select is(pg_temp.zone(47.6101, -122.2015), 'HXA01', 'without a zone nothing is served');
insert into city.zone (city_id, code, name, boundary) values ('00000000-0000-7000-8000-00000000c002', 'downtown', 'Downtown',
    pg_temp.box(-122.22, 47.60, -122.18, 47.63));
create temporary table beside as select support.act('poster', pg_temp.post(47.6101, -122.2015))::uuid as id;
select is((select array[t.city_id::text, t.zone, e.fee_bps::text] from beside as b join task.task as t using (id)
    join escrow.escrow as e on e.task_id = t.id),
    array['00000000-0000-7000-8000-00000000c002', 'downtown', '1000'], 'with one, work has its city, zone and figures');
select is(pg_temp.zone(47.59, -122.2015), 'HXA01', 'but not beside it');
insert into city.zone (city_id, code, name, boundary) values ('00000000-0000-7000-8000-00000000c002', 'crossroads', 'Crossroads',
    pg_temp.box(-122.15, 47.60, -122.12, 47.63));
select is(support.code('update city.zone set city_id = (select c.id from city.city as c where c.code = ''seattle'')
    where code = ''crossroads''', 'none'), 'HXA01', 'a zone can''t move to a city that it lies outside of');

-- Nothing reads all zones to find one: the predicate is inlined, and its index is what finds them.
create function pg_temp.plan_of(statement text) returns text language plpgsql as $f$
declare line text; found text := '';
begin
    for line in execute 'explain ' || statement loop found := found || line || E'\n'; end loop;
    return found;
end $f$;
set local enable_seqscan = off;
select matches(pg_temp.plan_of('select * from city._zones_at(47.6, -122.33) order by city_id, code limit 1'),
    'Index (Only )?Scan (using|on) zone_boundary', 'zones are found by their index');
select matches(pg_temp.plan_of('select c.id from city.city as c where city._covers(c.boundary, 47.6, -122.33)'),
    'Index (Only )?Scan (using|on) city_boundary', 'and cities by theirs');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

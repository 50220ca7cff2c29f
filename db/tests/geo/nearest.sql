-- DBM-020 DBM-021 DBM-022 DBM-029 DBM-046: hustlers share where they are, and staff sees who is nearest to work and may take it.
begin;
select plan(26);
create temporary table work as select support.task_in('OPEN') as id;
create temporary table hustlers (name text, latitude double precision, longitude double precision);
insert into hustlers values ('close', 47.6110, -122.3400), ('middling', 47.6400, -122.3400), ('away', 47.7000, -122.3400), ('distant', 48.6000, -122.3400);
select support.person(h.name), (geo.share_position(h.latitude, h.longitude)).is_available from hustlers as h;
create function pg_temp.nearest(arguments text default '') returns text language plpgsql as $f$
begin
    perform support.admin();
    perform set_config('role', 'hx_admin', true);
    execute format('select coalesce(string_agg(split_part(n.account_id::text, ''@'', 1), '' '' order by n.place), '''') from geo.get_nearest(%L%s) with ordinality
        as n (account_id, full_name, trust_tier, distance_metres, latitude, longitude, seen_at, place)', (select w.id from work as w), $1) into $1;
    perform set_config('role', 'none', true);
    return (select coalesce(string_agg(split_part(u.email, '@', 1), ' ' order by i.n), '') from unnest(string_to_array($1, ' ')) with ordinality as i (id, n)
        join account.user as u on u.id = i.id::uuid);
end $f$;
grant select on work to hx_admin;
select is(pg_temp.nearest(), 'close middling away', 'nearest first, within 25 miles');
select is(pg_temp.nearest(', 3'), 'close middling', 'or within another radius');
select is(pg_temp.nearest(', 100'), 'close middling away distant', 'a wide one too');
select is(pg_temp.nearest(', 25, 1'), 'close', 'so many at most');
select is((select n.distance_metres from support.be_nobody() as b, work as w, geo.get_nearest(w.id, 25, 1) as n), 111::bigint, 'in metres, to the middle of the cell');
select support.be('close');
select is((geo.hide_position()).is_available, false, 'one hides');
select is(pg_temp.nearest(), 'middling away', 'and is nowhere');
select is((select (p.latitude is null, p.longitude is null, p.point is null)::text from geo.position as p join account.user as u on u.id = p.account_id where u.email = 'close@example.test'), '(t,t,t)', 'his place is forgotten');
select support.be('close');
select is((geo.hide_position()).is_available, false, 'a repeat changes nothing');
select is((geo.share_position(47.62, -122.34)).is_available, true, 'he shares again');
select is(pg_temp.nearest(), 'close middling away', 'and is there');
select is((select ext.st_astext(p.point) from geo.position as p join account.user as u on u.id = p.account_id where u.email = 'close@example.test'), 'POINT(-122.34 47.62)', 'longitude first');
update geo.position as p set latitude = 47.63 from account.user as u where u.id = p.account_id and u.email = 'close@example.test';
select is((select ext.st_astext(p.point) from geo.position as p join account.user as u on u.id = p.account_id where u.email = 'close@example.test'), 'POINT(-122.34 47.63)', 'after an update by anybody');
select is(support.code('update geo.position set point = null'), 'HXA10', 'nobody writes it');
select is(support.code('update geo.position set is_available = false, latitude = null'), 'HXA01', 'a place has both');
select is(support.code('update geo.position set latitude = null, longitude = null'), 'HXA01', 'who is available is somewhere');
select is(support.code_as('close', v.call), 'HXA01', v.call) from (values ('select geo.share_position(91, 0)'), ('select geo.share_position(47, null)'), ('select geo.share_position(47, 181)')) as v (call);
select support.act('middling', 'select account.pause()');
select is(pg_temp.nearest(), 'close away', 'who takes a break is not asked');
select support.act('middling', 'select account.resume()');
select support.act('close', format('select task.accept(%L)', w.id)) from work as w;
select support.act('close', format('select task.abandon(%L)', w.id)) from work as w;
select is(pg_temp.nearest(), 'middling away', 'nor who gave it back');
select support.set_clock(interval '16 minutes');
select is(pg_temp.nearest(), '', 'a quarter of an hour later nobody is known to be there');
select is(geo.forget_positions(), 0, 'though not yet forgotten');
select support.set_clock(interval '25 hours');
select is(geo.forget_positions(), 4, 'a day later they are');
select support.set_clock(interval '0');
select is(support.code_as('close', format('select geo.get_nearest(%L)', w.id)), 'HX503', 'that is for staff') from work as w;
select is(support.code_as_admin(format('select geo.get_nearest(%L)', core.new_id())), 'HXA02', 'of open work');
select * from finish();
rollback;

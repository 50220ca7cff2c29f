-- LIF-20 LIF-21 RLM-18: what task.get_feed shows to whom, in every mode and order.
begin;
select plan(58);
-- Work of its own: what others left is not looked at.
create temporary table places (name text, latitude double precision, longitude double precision, category text, price_cents bigint, hours integer);
insert into places values ('near', 47.6101, -122.3301, 'moving', 9000, 30), ('middle', 47.6401, -122.3301, 'cleaning', 20000, 50),
    ('far', 47.7000, -122.3300, 'errands', 1500, 20);
create temporary table work (name text primary key, id uuid);
create function pg_temp.post(poster text, place text) returns uuid language plpgsql as $f$
declare
    made uuid;
begin
    perform support.person($1);
    made := (select (task.create(title => 'Help at ' || p.name, description => 'All is there', category => p.category, price_cents => p.price_cents,
        deadline_at => core.now() + p.hours * interval '1 hour', address => '1 Main St', latitude => p.latitude, longitude => p.longitude)).id from places as p where p.name = $2);
    return made;
end $f$;
create function pg_temp.fund(task_id uuid) returns text language sql as $f$ select support.deliver(support.payment_event(support.escrow_of($1), amount_cents => (select t.price_cents from task.task as t where t.id = $1))) $f$;
insert into work select p.name, pg_temp.post('poster', p.name) from places as p order by p.price_cents;
select is((select string_agg(pg_temp.fund(w.id), ' ') from work as w where w.name <> 'far'), 'funded funded', 'two are paid');
-- Names in the order of a feed, as somebody.
create function pg_temp.shown(who text, arguments text) returns text language plpgsql as $f$
begin
    perform support.be($1);
    perform set_config('role', 'hx_member', true);
    execute format('select coalesce(string_agg(w.name, '' '' order by i.place), '''') from (select x.id, x.place from unnest((task.get_feed(%s)).items) with ordinality
        as x (id, title, category, price_cents, currency, mode, requires_proof, cell, zone, poster, deadline_at, created_at, distance_miles, matching_score, relevance, search_score, place)) as i
        join work as w on w.id = i.id', $2) into $2;
    perform set_config('role', 'none', true);
    return $2;
end $f$;
grant select on work to hx_member;
select support.person('hustler');
select is(pg_temp.shown('hustler', 'sort_by => ''price_asc'''), 'near middle', 'what is not paid is not shown');
select is((select pg_temp.fund(w.id) from work as w where w.name = 'far'), 'funded', 'it is paid');
select is(pg_temp.shown('hustler', 'sort_by => ''price_asc'''), 'far near middle', 'then it is shown');
select is(pg_temp.shown('hustler', 'sort_by => ''price_desc'''), 'middle near far', 'dearest first');
select is(pg_temp.shown('hustler', 'sort_by => ''deadline'''), 'far near middle', 'next deadline first');
select is(pg_temp.shown('hustler', 'sort_by => ''newest'''), 'middle near far', 'newest first');
select is(pg_temp.shown('hustler', 'sort_by => ''distance'', latitude => 47.61, longitude => -122.33'), 'near middle far', 'nearest first');
select is(pg_temp.shown('hustler', 'latitude => 47.61, longitude => -122.33'), 'near middle far', 'by relevance: what is near and what is claimed');
select is(pg_temp.shown('hustler', 'latitude => 47.61, longitude => -122.33, radius_miles => 3'), 'near middle', 'within a radius');
select is(pg_temp.shown('hustler', 'latitude => 47.61, longitude => -122.33, radius_miles => 3, sort_by => ''price_desc'''), 'middle near', 'in every order');
select is(pg_temp.shown('hustler', 'latitude => 47.61, longitude => -122.33, radius_miles => 1, sort_by => ''distance'''), 'near', 'of its own too');
select is(pg_temp.shown('hustler', 'mode => ''nearby'', latitude => 47.45, longitude => -122.33'), '', 'nearby is ten miles unless it is said');
select is(pg_temp.shown('hustler', 'mode => ''nearby'', latitude => 47.45, longitude => -122.33, radius_miles => 12'), 'near', 'more if it is');
select is(pg_temp.shown('hustler', 'categories => ''{cleaning,errands}'', sort_by => ''price_asc'''), 'far middle', 'of some kinds');
select is(pg_temp.shown('hustler', 'categories => ''{}'', sort_by => ''price_asc'''), 'far near middle', 'none named is all');
select is(pg_temp.shown('hustler', 'min_price_cents => 1500, max_price_cents => 9000, sort_by => ''price_asc'''), 'far near', 'for some prices, ends included');
select is(pg_temp.shown('hustler', 'mode => ''urgent'''), '', 'nothing hurries');
insert into places values ('urgent', 47.61, -122.33, 'moving', 5000, 2);
insert into work select 'urgent', pg_temp.post('poster', 'urgent');
select pg_temp.fund((select w.id from work as w where w.name = 'urgent'));
select is(pg_temp.shown('hustler', 'mode => ''urgent'''), 'urgent', 'due within two hours and just posted');
select support.set_clock(interval '31 minutes');
select is(pg_temp.shown('hustler', 'mode => ''urgent'''), '', 'for half an hour');
select is(pg_temp.shown('hustler', 'categories => ''{moving}'', sort_by => ''deadline'''), 'urgent near', 'it is still there');
select support.set_clock(interval '3 hours');
select is(pg_temp.shown('hustler', 'categories => ''{moving}'', sort_by => ''deadline'''), 'near', 'not past its deadline, whether its clock came by or not');
select support.set_clock(interval '0');

-- Who sees what.
select is(pg_temp.shown('poster', ''), '', 'nobody is shown his own');
select support.be('newcomer');
select account.register('New Comer', date '1990-01-01', '2026-01');
select is(pg_temp.shown('newcomer', ''), '', 'who is not onboarded has an empty feed');
select is(support.code_as('nobody', 'select task.get_feed()'), 'HX504', 'who has no account is told to register');
select support.act('poster', 'select account.pause()');
select is(pg_temp.shown('hustler', ''), '', 'who takes a break offers nothing');
select is(support.code_as('hustler', format('select task.get_by_id(%L)', (select w.id from work as w where w.name = 'far'))), 'HXA02', 'nor shows it to who has its id');
select support.act('poster', 'select account.resume()');
select is(pg_temp.shown('hustler', 'sort_by => ''price_asc'', max_price_cents => 2000'), 'far', 'until he resumes');
select is(support.code_as('hustler', format('select task.get_by_id(%L)', (select w.id from work as w where w.name = 'far'))), 'done', 'and it is seen again');
select support.act('hustler', 'select account.pause()');
select is(pg_temp.shown('hustler', ''), '', 'who takes a break is offered nothing');
select support.act('hustler', 'select account.resume()');
select support.act('hustler', format('select task.accept(%L)', (select w.id from work as w where w.name = 'far')));
select support.person('other');
select is(pg_temp.shown('other', 'sort_by => ''price_asc'''), 'urgent near middle', 'taken work is gone');
select support.act('hustler', format('select task.abandon(%L)', (select w.id from work as w where w.name = 'far')));
select is(pg_temp.shown('other', 'sort_by => ''price_asc'''), 'far urgent near middle', 'given back it is there again');
select is(pg_temp.shown('hustler', 'sort_by => ''price_asc'''), 'urgent near middle', 'but not for who gave it back');
select support.act_as_admin(format('select escrow.hold(%L, ''FRAUD'', ''odd'')', support.escrow_of((select w.id from work as w where w.name = 'far'))));
select is(pg_temp.shown('other', 'sort_by => ''price_asc'''), 'urgent near middle', 'held work is gone');
select support.act_as_admin(format('select escrow.lift_hold(%L, ''well'')', (select h.id from escrow.hold as h where h.closed_at is null)));
select is(pg_temp.shown('other', 'sort_by => ''price_asc'''), 'far urgent near middle', 'and back with the hold');
select support.act('poster', format('select task.cancel(%L)', (select w.id from work as w where w.name = 'urgent')));
select is(pg_temp.shown('other', 'sort_by => ''price_asc'''), 'far near middle', 'what is called off is gone');
update task.task as t set title = 'Help with it', deadline_at = t.deadline_at + interval '40 hours' where t.id = (select w.id from work as w where w.name = 'far');
select is(pg_temp.shown('other', 'sort_by => ''deadline'''), 'near middle far', 'a deadline that moves is followed');
select is((select o.title from task.opening as o join work as w on w.id = o.task_id where w.name = 'far'), 'Help with it', 'and a title');
insert into places values ('wires', 47.61, -122.33, 'electrical', 9000, 30);
insert into work select 'wires', pg_temp.post('poster', 'wires');
select pg_temp.fund((select w.id from work as w where w.name = 'wires'));
select is(pg_temp.shown('other', 'categories => ''{electrical}'''), '', 'what asks for a trade is not shown to who has none');
select is(support.broken(), '', 'all of it is proved');

-- What may not be asked.
select is(support.code_as('other', 'select task.get_feed(' || v.arguments || ')'), 'HXA01', v.arguments)
  from (values ('mode => ''nearby'''), ('sort_by => ''distance'''), ('latitude => 47'), ('longitude => 1'), ('radius_miles => 101'), ('radius_miles => 0'),
    ('mode => ''nearby'', latitude => 47, longitude => 1, radius_miles => 51'), ('categories => ''{none}'''), ('categories => array[null]'),
    ('min_price_cents => 2, max_price_cents => 1'), ('page_size => 51'), ('page_size => 0'), ('page_cursor => ''x''')) as v (arguments);
select is(support.code('update task.opening set price_cents = 501'), 'HX004', 'what is offered is not changed');
select is(support.code(v.statement), 'HXA11', v.statement) from (values ('update task.demand set required_tier = 1'), ('delete from task.demand'),
    ('delete from task.cell'), ('truncate task.opening')) as v (statement);
select * from finish();
rollback;

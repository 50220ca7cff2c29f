-- ADM-02 ADM-04 ADM-06 CIT-04 CIT-06: feature flags by city, role and part of the people; the narrowest rule decides.
begin;
select plan(31);
insert into core.flag (name, comment) values ('test_flag', 'of this test');
select is(core._flag_is_on('test_flag'), false, 'a flag is off as it is made');
select is(core._flag_is_on('no_such_flag', 'somebody', 'seattle', 'both'), false, 'a flag without a row is off');
create function pg_temp.set_flag(rest text) returns text language sql as
    $$select support.code_as_admin(format('select admin.set_flag(''test_flag'', %s)', $1))$$;
create function pg_temp.do_flag(rest text) returns text language sql as
    $$select support.act_as_admin(format('select admin.set_flag(''test_flag'', %s)', $1))$$;
select is(pg_temp.set_flag('true, ''why'''), 'done', 'an admin turns it on');
select is(pg_temp.set_flag('true, '' '''), 'HXA01', 'with a reason');
select is(pg_temp.set_flag('null, ''why'''), 'HXA01', 'saying whether it is on');
select is(pg_temp.set_flag('true, ''why'', ''atlantis'''), 'HXA02', 'in a city that is there');
select is(pg_temp.set_flag('true, ''why'', null, ''admin'''), 'HXA01', 'in a role that is known');
select is(pg_temp.set_flag('true, ''why'', null, null, 101'), 'HXA01', 'for a hundred of a hundred at most');
select is(support.code_as_admin('select admin.set_flag(''no_such_flag'', true, ''why'')'), 'HXA02', 'a flag that is not there is not made');
select is(support.code_as('worker', 'select admin.set_flag(''test_flag'', true, ''why'')'), 'HX503', 'nobody else does');

select pg_temp.do_flag('true, ''for all''');
select is(core._flag_is_on('test_flag'), true, 'it is on for all');
select is((select count(*) from admin.action as a where a.action = 'admin.set_flag' and a.reason = 'for all'), 1::bigint, 'on the record');
select pg_temp.do_flag('true, ''for all''');
select is((select count(*) from admin.action as a where a.action = 'admin.set_flag' and a.reason = 'for all'), 1::bigint, 'a repeat is no act');
select pg_temp.do_flag('false, ''not here'', ''seattle''');
select is(core._flag_is_on('test_flag', city_code => 'seattle'), false, 'the rule of a city decides for it');
select is(core._flag_is_on('test_flag', city_code => 'elsewhere'), true, 'and for no other');
select pg_temp.do_flag('false, ''not them'', null, ''poster''');
select is(core._flag_is_on('test_flag', role => 'poster'), false, 'so does that of a role');
select pg_temp.do_flag('true, ''but these'', ''seattle'', ''poster''');
select is(core._flag_is_on('test_flag', city_code => 'seattle', role => 'poster'), true, 'that of both is narrower');
select is(core._flag_is_on('test_flag', city_code => 'seattle', role => 'both'), false, 'a city comes before a role');
select results_eq($$select f.city, f.role, f.is_on, f.percent from admin.get_flags() as f where f.name = 'test_flag'$$,
    $$values (null::text, null::text, true, 100), (null, 'poster', false, 100), ('seattle', null, false, 100), ('seattle', 'poster', true, 100)$$, 'all of it is listed');
select is((select count(*) from admin.get_flags() as f where f.name = 'invite_required' and not f.is_on), 1::bigint, 'a flag without rules is listed once');

-- A part of the people: whoever is inside stays inside as it grows.
create temporary table crowd as select gen_random_uuid()::text as subject from generate_series(1, 2000);
select pg_temp.do_flag('true, ''a tenth'', null, null, 10');
create temporary table tenth as select c.subject from crowd as c where core._flag_is_on('test_flag', c.subject);
select pg_temp.do_flag('true, ''a third'', null, null, 33');
select is_empty($$select t.subject from tenth as t where not core._flag_is_on('test_flag', t.subject)$$, 'nobody falls out as the part grows');
select ok((select count(*) between 120 and 290 from tenth), 'a tenth is about a tenth');
select ok((select count(*) between 530 and 800 from crowd as c where core._flag_is_on('test_flag', c.subject)), 'a third about a third');
select is(core._flag_is_on('test_flag'), false, 'of nobody in particular it is not said that he is in');
select pg_temp.do_flag('true, ''none'', null, null, 0');
select is_empty($$select c.subject from crowd as c where core._flag_is_on('test_flag', c.subject)$$, 'none of a hundred is nobody');
select isnt(core._bucket('a', 'x'), core._bucket('b', 'x'), 'each flag has its own order of people');

-- The beta in one city, with a second one by rows alone.
insert into city.city (id, code, name, state_code, time_zone, boundary)
select '00000000-0000-7000-8000-00000000c0ff', 'elsewhere', 'Elsewhere', 'OR', 'America/Los_Angeles', ext.st_geomfromtext('POLYGON((-123 45, -122 45, -122 46, -123 46, -123 45))', 4326);
insert into city.zone (city_id, code, name, boundary)
select c.id, 'all_of_it', 'All of it', ext.st_multi(c.boundary) from city.city as c where c.code = 'elsewhere';
insert into city.rule select (jsonb_populate_record(r, jsonb_build_object('city_id', '00000000-0000-7000-8000-00000000c0ff'))).* from city.rule as r limit 1;
select support.person('poster');
create function pg_temp.post(latitude text) returns text language sql as $$select support.code_as('poster', format(
    'select task.create(''Move'', ''A couch'', ''moving'', 5000, now() + interval ''2 days'', ''Here'', %s)', $1))$$;
select is(pg_temp.post('45.5, -122.6'), 'done', 'work is posted in a second city that is there by rows');
select support.act_as_admin('select admin.set_flag(''beta_seattle_only'', true, ''the beta'')');
select is(pg_temp.post('45.5, -122.6'), 'HXA01', 'while the beta is in one city alone it is not');
select is(pg_temp.post('47.6075, -122.3381'), 'done', 'in that city it is');
select support.act_as_admin('select admin.set_flag(''beta_seattle_only'', false, ''ready'', ''elsewhere'')');
select is(pg_temp.post('45.5, -122.6'), 'done', 'a rule opens another one');
select is(support.broken(), '', 'and all is proved');
select * from finish();
rollback;

-- SEC-24 ELI-06 ELI-13: what somebody says he can do; it is declared when the round is over, once, and grants nothing.
begin;
select plan(46);
create function pg_temp.do_as(who text, call text) returns jsonb language sql as $$select support.act($1, 'select to_jsonb(' || $2 || ')')::jsonb$$;
create function pg_temp.claim(trades text, licences text default null, rest text default '''WA''') returns text language sql as
    $$select support.code_as('new', format('select onboarding.submit_capabilities(%L::text[], array[%s]::onboarding.licence_claim[], %s)', $1, coalesce($2, ''), $3))$$;
select support.journey_in('PROFILE_SETUP', 'new');
select is(pg_temp.claim('{moving}', null, 'null'), 'HXA01', 'where one works is required');
select is(pg_temp.claim('{moving}', null, '''PR'''), 'HXA01', 'one of the 50 states or DC');
select is(pg_temp.claim('{moving}', null, '''WA'', ''Seattle'', ''97201'''), 'HXA01', 'a ZIP code is of its state');
select is(pg_temp.claim('{moving}', null, '''OR'', ''Portland'', ''97201'''), 'done', 'as here');
select is(pg_temp.claim('{moving}', null, '''WA'', ''Seattle'', ''9810'''), 'HXA01', 'it has five digits');
select is(pg_temp.claim('{}'), 'HXA01', 'one trade at least');
select is(pg_temp.claim('{astronaut}'), 'HXA01', 'of those that are known');
select is(pg_temp.claim('{moving,moving}'), 'HXA01', 'each once');
select is(pg_temp.claim('{electrician}'), 'HXA01', 'a regulated one with the state of its licence');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''perhaps'', null, null, null)'), 'HXA01', 'yes, no or unsure');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''no'', null, null, null)'), 'done', 'no does not block');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''unsure'', null, null, null)'), 'done', 'nor does unsure');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''no'', ''WA'', ''A-123'', null)'), 'HXA01', 'a licence that is not there has no number');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''yes'', ''WA'', ''A 1'', null)'), 'HXA01', 'a number is letters, digits and hyphens');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''yes'', ''XX'', ''A-123'', null)'), 'HXA01', 'of a state that there is');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''yes'', null, null, null)'), 'done', 'details may come later');
select is(pg_temp.claim('{moving}', 'row(''moving'', ''yes'', null, null, null)'), 'HXA01', 'who carries needs no licence');
select is(pg_temp.claim('{it_networking}'), 'done', 'where one may be needed it may be told');

select is(pg_temp.claim('{moving}', 'row(''electrician'', ''yes'', null, null, null)'), 'HXA01', 'a licence is for one of the trades');
select is(pg_temp.claim('{electrician}', 'row(''electrician'', ''yes'', null, null, null), row(''electrician'', ''no'', null, null, null)'), 'HXA01', 'and told once');
select is(pg_temp.claim('{it_networking}', 'row(''it_networking'', ''unsure'', null, null, null)'), 'done', 'here, too');
select is(pg_temp.do_as('new', 'onboarding.complete_step(''location'', ''WA'', ''Seattle'', ''98101'')') ->> 'phase', 'CAPABILITY_CLAIMS', 'the place comes first');
select is(support.code_as('new', 'select onboarding.complete_step(''tutorial'')'), 'HXA03', 'the tutorial later');
select is(support.code_as('new', 'select onboarding.complete(true)'), 'HXA03', 'and the end last');
select is(pg_temp.do_as('new', 'onboarding.get_progress()') ->> 'next_step', 'capabilities', 'as is told');
select support.be('new');
select is((onboarding.submit_capabilities(array['moving', 'electrician'], array[row('electrician', 'yes', 'WA', 'EL-9', '2030-01-01')]::onboarding.licence_claim[],
    takes_in_home => true)).phase, 'TUTORIAL', 'what one can do');
select is((select count(*) from verification.claim as c join account.user as u on u.id = c.account_id where u.email = 'new@example.test'), 0::bigint, 'nothing is declared yet');
select is((onboarding.submit_capabilities(array['moving', 'errands'])).phase, 'TUTORIAL', 'it may be said anew');
select is(support.code_as('new', 'select onboarding.complete()'), 'HXA03', 'the tutorial is seen or skipped');
select pg_temp.do_as('new', 'onboarding.complete_step(''tutorial'')');
select is(pg_temp.do_as('new', 'onboarding.complete()') ->> 'phase', 'COMPLETED', 'then it is over');
select is(pg_temp.do_as('new', 'onboarding.complete()') ->> 'percent', '100', 'a repeat answers it');
select results_eq($$select c.role, c.location_state, c.city, c.zip_code from verification.claim as c join account.user as u on u.id = c.account_id where u.email = 'new@example.test'$$,
    $$values ('hustler', 'WA', 'Seattle', '98101')$$, 'it is declared');
select set_eq($$select t.trade from verification.claimed_trade as t join account.user as u on u.id = t.account_id where u.email = 'new@example.test'$$, array['moving', 'errands'], 'as it was said last');
select is(support.code_as('new', 'select onboarding.complete_step(''location'', ''OR'')'), 'HXA03', 'it is not said again');
select is(support.code('update onboarding.journey set work_state = ''OR'' where state = ''COMPLETED'''), 'HXA11', 'not by the owner either');
select is(support.code('delete from onboarding.trade_answer'), 'HXA11', 'nor are the trades');
select is(support.code('update onboarding.trade_answer set trade = ''cleaning'''), 'HXA11', 'which stay as they were');

-- Who only works posts nothing; who only posts declares nothing and may not work; who has begun nothing may post.
create function pg_temp.post(who text) returns text language sql as $$select support.code_as($1,
    'select task.create(''Move'', ''A couch'', ''moving'', 5000, now() + interval ''2 days'', ''Here'', 47.6075, -122.3381)')$$;
select is(pg_temp.post('new'), 'HX503', 'who only works posts nothing');
select support.newcomer('fresh');
select is(pg_temp.post('fresh'), 'done', 'who has begun nothing may');
select support.journey_in('COMPLETED', 'client', 'poster');
select is(pg_temp.post('client'), 'done', 'who only posts does');
select is((select count(*) from verification.capability_profile as c join account.user as u on u.id = c.account_id where u.email = 'client@example.test'), 0::bigint, 'and has no profile');
select is((select count(*) from verification.capability_profile as c join account.user as u on u.id = c.account_id where u.email = 'new@example.test'), 1::bigint, 'which a hustler has');
create temporary table work as select support.task_in('OPEN', 'poster') as id;
select is(support.code_as('client', format('select task.accept(%L)', (select w.id from work as w))), 'HX609', 'who only posts takes no work');
select is(support.code_as('new', format('select task.accept(%L)', (select w.id from work as w))), 'done', 'a hustler does');
-- How much of a hurry he likes is heard where work is matched: .5 + .10, against work that is due in two days.
select support.be('new');
create temporary table hurry as select (task.get_matching_score((select w.id from work as w))).urgency_fit as fit;
select is((select h.fit from hurry as h), round(1 - abs((1 - 48 / 168.0) - 0.6), 3), 'his leanings are heard where work is matched');
select is(support.broken(), '', 'and all is proved');
select * from finish();
rollback;

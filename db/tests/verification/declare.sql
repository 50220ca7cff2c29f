-- ELI-01: what a person says of himself is kept as he said it, grants nothing, and gives who works a profile.
begin;
select plan(22);
create function pg_temp.register(name text) returns uuid language plpgsql as $f$ begin
    perform support.be($1); perform account.register('Test Person', date '1990-01-01', '2026-01'); return support.be($1); end $f$;
create function pg_temp.declare(person uuid, role text, location_state text, trades text, more text default '') returns text language sql as $f$
    select format('select verification._declare(%L, %L, %L, %s%s)', $1, $2, $3, $4, $5) $f$;
create temporary table people as select pg_temp.register('ann') as ann, pg_temp.register('bob') as bob, pg_temp.register('carl') as carl;
select is(support.code(pg_temp.declare(p.ann, 'worker', 'WA', 'array[''moving'']')), 'HXA01', 'a role is one of three') from people as p;
select is(support.code(pg_temp.declare(p.ann, null, 'WA', 'array[''moving'']')), 'HXA01', 'and required') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', null, 'array[''moving'']')), 'HXA01', 'so is a state') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[''juggling'']')), 'HXA01', 'trades are those of the list') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[null]')), 'HXA01', 'nothing is none') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', '''{}''')), 'HXA01', 'a hustler has one at least') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'hustler', 'WA', 'null')), 'HXA01', 'however he says none') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[''moving'']', ', array[''yes'', ''no'']')), 'HXA01', 'licences stand beside trades') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[''plumber'']', ', array[''maybe'']')), 'HXA01', 'yes, no or unsure') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[''plumber'']', ', zip_code => ''9810''')), 'HXA01', 'a ZIP code has five digits') from people as p;
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[''plumber'']', ', city => ''''')), 'HXA01', 'a city a name') from people as p;
select is((select count(*) from verification.capability_profile as v, people as p where v.account_id = p.ann), 0::bigint, 'until then there is no profile') from people as p;
select verification._declare(p.ann, 'hustler', 'OR', array['plumber', 'moving', 'moving'], array['yes', null], 'Portland', '97201', true, true, true, true) from people as p;
select is((select c.role || ' ' || c.location_state || ' ' || c.city || ' ' || c.zip_code || ' ' || c.insurance_claimed from verification.claim as c, people as p where c.account_id = p.ann), 'hustler OR Portland 97201 true', 'the claim is as it was said');
select is((select string_agg(t.trade || ' ' || coalesce(t.licence, '-'), ', ' order by t.trade) from verification.claimed_trade as t, people as p where t.account_id = p.ann), 'moving -, plumber yes', 'with its trades');
select is((select v.location_state || ' ' || v.tier || ' ' || array_to_string(v.clearances, '') || ' ' || v.is_insured || v.background_checked || v.takes_in_home || v.takes_urgent || v.takes_high_value
    from verification.capability_profile as v, people as p where v.account_id = p.ann), 'OR 1 low falsefalsefalsetruefalse', 'and grants nothing: a rookie without trades, insurance or check');
select is((select count(*) from verification.verified_trade as v, people as p where v.account_id = p.ann), 0::bigint, 'nor a verified trade');
select is((select u.location_state from account.user as u, people as p where u.id = p.ann), 'OR', 'he is where he says');
select is(support.code(pg_temp.declare(p.ann, 'both', 'WA', 'array[''moving'']')), 'HXA03', 'it is said once') from people as p;
select verification._declare(p.bob, 'poster', 'WA', null) from people as p;
select is((select count(*) from verification.capability_profile as v, people as p where v.account_id = p.bob), 0::bigint, 'who only posts has no profile');
select is(support.code(format($$insert into verification.capability_profile select (jsonb_populate_record(v, jsonb_build_object('account_id', %L))).* from verification.capability_profile as v where v.account_id = %L$$, p.bob, p.ann)), 'HX609', 'and is given none') from people as p;
select is(support.code(pg_temp.declare(core.new_id(), 'both', 'WA', 'array[''moving'']')), 'HXA02', 'nobody declares nothing');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

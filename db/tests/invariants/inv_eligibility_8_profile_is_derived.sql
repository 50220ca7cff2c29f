-- ELI-01 ELI-04 ELI-06: kill test of INV-ELIGIBILITY-8. A profile is what its inputs give; nobody edits it, not the owner of the table.
begin;
select plan(28);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
select support.credential('ann'), support.person('bob');
select support.be('carl');
select account.register('Test Person', date '1990-01-01', '2026-01');
create temporary table profile as select to_jsonb(p) as was from verification.capability_profile as p where p.account_id = pg_temp.who('ann');
create function pg_temp.insert_with(changes jsonb) returns text language sql as $f$
    select format('insert into verification.capability_profile select (jsonb_populate_record(null::verification.capability_profile, %L)).*', was || $1) from profile $f$;
select is(support.code(s), 'HX609', s) from unnest(array[
    'update verification.capability_profile set location_state = ''OR''',
    'update verification.capability_profile set inputs_digest = repeat(''0'', 64)',
    'update verification.capability_profile set version = version + 1',
    'update verification.capability_profile set derived_at = core.now() + interval ''1 day''',
    'update verification.capability_profile set derived_at = core.now() - interval ''1 day''',
    format('update verification.capability_profile set account_id = %L where account_id = %L', pg_temp.who('carl'), pg_temp.who('bob')),
    'delete from verification.capability_profile',
    format('delete from verification.capability_profile where account_id = %L', pg_temp.who('bob'))]) as s;
select is(support.code(pg_temp.insert_with(jsonb_build_object('account_id', pg_temp.who('carl')))), 'HX609', 'who declared nothing has none');
select is(support.code(pg_temp.insert_with(jsonb_build_object('account_id', core.new_id()))), 'HX609', 'nor has nobody');
select is(support.code(pg_temp.insert_with(jsonb_build_object('account_id', pg_temp.who('bob'), 'version', 7))), 'HX609', 'none is born in another''s likeness');
select is(support.code('truncate verification.capability_profile cascade'), 'HXA11', 'nor are all emptied');
select is(support.code(s, 'hx_admin'), 'HX503', 'no admin: ' || s) from unnest(array['update verification.capability_profile set tier = 4',
    'delete from verification.capability_profile', 'insert into verification.claim (account_id, role, location_state) values (core.new_id(), ''both'', ''WA'')',
    'update verification.credential set state = ''VERIFIED''', 'insert into verification.willingness (account_id) values (core.new_id())']) as s;
select is(support.code(s), 'HXA11', s) from unnest(array['update verification.claim set role = ''poster''', 'delete from verification.claim', 'delete from verification.claimed_trade',
    'update verification.claimed_trade set trade = ''moving''', 'truncate verification.claimed_trade']) as s;
-- The same inputs, the same profile: deriving it anew changes nothing but when.
select verification._recompute(pg_temp.who('ann'));
select is(to_jsonb(p) - 'derived_at', was - 'derived_at', 'recomputed, it is the same') from profile, verification.capability_profile as p where p.account_id = pg_temp.who('ann');
select support.set_clock(interval '3 days');
select verification._recompute(pg_temp.who('ann'));
select is(to_jsonb(p) - 'derived_at', was - 'derived_at', 'days later too') from profile, verification.capability_profile as p where p.account_id = pg_temp.who('ann');
select support.set_clock(interval '0');
update account.user set location_state = 'OR' where id = pg_temp.who('ann');
select is(p.location_state || ' ' || (p.version - (was ->> 'version')::integer), 'OR 1', 'whoever moves takes it along') from profile, verification.capability_profile as p where p.account_id = pg_temp.who('ann');
update account.user set location_state = 'WA' where id = pg_temp.who('ann');
select is(p.inputs_digest, was ->> 'inputs_digest', 'and back, the digest is what it was') from profile, verification.capability_profile as p where p.account_id = pg_temp.who('ann');
select verification._recompute(pg_temp.who('carl'));
select is((select count(*) from verification.capability_profile as p where p.account_id = pg_temp.who('carl')), 0::bigint, 'who declared nothing gets none');
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

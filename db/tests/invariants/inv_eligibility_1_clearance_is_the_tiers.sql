-- ELI-06 TRU-05: kill test of INV-ELIGIBILITY-1. No profile clears another risk than its tier does.
begin;
select plan(16);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.cleared(name text) returns text language sql stable as $f$
    select p.tier || ' ' || array_to_string(p.clearances, ' ') from verification.capability_profile as p where p.account_id = pg_temp.who($1) $f$;
select support.person('ann');
select is(pg_temp.cleared('ann'), '1 low', 'a rookie clears low');
select support.tier('ann', 2);
select is(pg_temp.cleared('ann'), '2 low medium', 'the profile follows the tier up');
select support.tier('ann', 3);
select is(pg_temp.cleared('ann'), '3 low medium high', 'step');
select support.tier('ann', 4);
select is(pg_temp.cleared('ann'), '4 low medium high critical', 'by step');
select support.tier('ann', 1);
select is(pg_temp.cleared('ann'), '1 low', 'and down again');
select is(support.code(s), 'HX605', s) from unnest(array[
    $$update verification.capability_profile set clearances = array['low', 'medium', 'high', 'critical']$$,
    $$update verification.capability_profile set clearances = '{}'$$,
    $$update verification.capability_profile set clearances = clearances || 'critical'::text, derived_at = core.now()$$]) as s;
select is(support.code($$update verification.capability_profile set tier = 4$$), 'HX609', 'nor another tier by hand');
select is(support.code($$update verification.capability_profile set tier = 4, clearances = array['low', 'medium', 'high', 'critical']$$), 'HX609', 'nor both');
select is(support.code($$update verification.capability_profile set tier = 5$$), 'HX609', 'nor one that is none');
select is(support.code(format($$insert into verification.capability_profile select (jsonb_populate_record(p, '{"clearances": ["critical"]}')).*
    from verification.capability_profile as p where p.account_id = %L$$, pg_temp.who('ann'))), 'HX605', 'none is born with more');
-- What a tier clears is rows: a stricter one closes, and opens again, all profiles at once.
delete from trust.clearance where tier = 1;
select is(pg_temp.cleared('ann'), '1 ', 'what a tier does not clear, no profile does');
insert into trust.clearance (tier, level) values (1, 'low');
select is(pg_temp.cleared('ann'), '1 low', 'and back');
select is(support.code($$update verification.capability_profile set clearances = array['critical']$$, 'hx_admin'), 'HX503', 'no admin touches it');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

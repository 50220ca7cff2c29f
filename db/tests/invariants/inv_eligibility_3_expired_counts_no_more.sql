-- ELI-06 ELI-09: kill test of INV-ELIGIBILITY-3. What has expired opens nothing, whether its clock came by or not.
begin;
select plan(17);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create function pg_temp.held() returns text language sql stable as $f$
    select array_to_string(c.trades, ' ') || ' ' || c.is_insured || ' ' || c.background_checked from eligibility._capability(pg_temp.who('ann')) as c $f$;
create temporary table made as select support.credential('ann', lasts => interval '10 days') as licence, support.credential('ann', 'insurance', lasts => interval '20 days') as insurance,
    support.credential('ann', 'background', lasts => interval '5 days') as background;
select is(pg_temp.held(), 'plumber:WA true true', 'all of it counts');
select support.set_clock(interval '5 days' - interval '1 second');
select is(pg_temp.held(), 'plumber:WA true true', 'to the last second');
select support.set_clock(interval '5 days');
select is(pg_temp.held(), 'plumber:WA true false', 'and not at the next, though no clock came by');
select is((select k.state from verification.credential as k, made as m where k.id = m.background), 'VERIFIED', 'as its state shows');
select support.set_clock(interval '10 days');
select is(pg_temp.held(), ' false false', 'with the licence the insurance goes that stands on it');
select is(support.code(format($$insert into verification.verified_trade values (%L, 'plumber', 'OR', %L, core.now() + interval '1 day')$$, pg_temp.who('ann'), m.licence)), 'HX606', 'nothing is put in its place') from made as m;
select is(support.code($$update verification.verified_trade set expires_at = core.now() + interval '1 year'$$), 'HX607', 'a trade lasts no longer than its licence');
select is(support.code($$update verification.verified_trade set expires_at = expires_at$$), 'HX607', 'nor is an expired one written again');
select is(support.code($$update verification.credential set expires_at = core.now() + interval '1 year'$$), 'HXA11', 'the licence itself is not prolonged');
select is(support.code(format($$update verification.capability_profile set insurance_expires_at = core.now() + interval '1 year', derived_at = core.now()$$)), 'HX608', 'nor the insurance in the profile');
select is(support.code(format($$update verification.capability_profile set background_expires_at = core.now() + interval '1 year', derived_at = core.now(), insurance_expires_at = null, is_insured = false$$)), 'HX609', 'nor the check');
-- A recompute before the clock takes away what expired; the clock finds nothing left to take.
select support.tier('ann', 2);
select is((select count(*) from verification.verified_trade as v where v.account_id = pg_temp.who('ann')), 0::bigint, 'a recompute leaves it out');
select is(verification.process_due(), 3, 'the clock expires both, and reminds of the third');
select is(verification.process_due(), 0, 'once');
select is((select string_agg(k.kind || ' ' || k.state, ', ' order by k.id) from verification.credential as k), 'licence EXPIRED, insurance VERIFIED, background EXPIRED', 'the insurance waits for its own day');
select is(support.code(format($$update verification.credential set state = 'VERIFIED' where id = %L$$, m.licence)), 'HXA03', 'what expired is verified anew or never') from made as m;
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

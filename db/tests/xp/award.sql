-- XPB-03 XPB-04 XPB-05 XPB-15 X1: xp.base, xp.streak_multiplier, xp.effective, xp.level_of and the award, exactly.
begin;
select plan(19);
select is(xp.base(12399), 123::bigint, 'whole dollars');
select is(xp.base(99), 0::bigint, 'no dollar, no XP');
select is(xp.streak_multiplier(0), 1.00, 'no streak');
select is(xp.streak_multiplier(7), 1.35, '0.05 a day');
select is(xp.streak_multiplier(20), 2.00, 'at most 2');
select is(xp.streak_multiplier(400), 2.00, 'for ever');
select is(xp.effective(123, 1.35, 1.5, 1.25), 311::bigint, 'one product, one floor');
select is(xp.effective(1, 1.95, 1, 1), 1::bigint, 'downwards');
select results_eq('select xp.level_of(v.total) from (values (0::bigint), (99), (100), (299), (300), (18499), (18500), (999999)) as v (total)',
    'values (1), (1), (2), (2), (3), (9), (10), (10)', 'levels begin at their thresholds');
create temporary table first as select support.task_in('COMPLETED', price_cents => 50000) as id;
select results_eq('select x.base_xp, x.effective_xp, x.total_before, x.total_after, x.level_before, x.level_after from xp.entry as x',
    'values (500::bigint, 500::bigint, 0::bigint, 500::bigint, 1, 3)', 'the first award');
-- Six days more, one small task each; then the worker is promoted.
create function pg_temp.noon(day integer) returns timestamptz language sql as $f$
    select support.set_clock(((date_trunc('day', now() at time zone 'America/Los_Angeles') + make_interval(days => $1, hours => 12)) at time zone 'America/Los_Angeles') - now())
$f$;
do $$ begin for day in 1 .. 6 loop perform pg_temp.noon(day); perform support.task_in('COMPLETED', price_cents => 500); end loop; end $$;
select trust._move(x.account_id, 2, 'PROMOTION') from xp.entry as x join first as f on f.id = x.task_id;
select pg_temp.noon(7);
create temporary table second as select support.task_in('COMPLETED', price_cents => 12399) as id;
select results_eq('select x.base_xp, x.streak_multiplier, x.trust_multiplier, x.effective_xp, x.total_before, x.total_after, x.tier from xp.entry as x join second as s on s.id = x.task_id',
    'values (123::bigint, 1.35, 1.50, 249::bigint, 533::bigint, 782::bigint, 2)', 'streak and tier multiply the second');
select is((select p.level from xp.progress as p join xp.entry as x using (account_id) limit 1), 4, 'the level follows');
select support.set_clock(interval '0');
select lives_ok($$select support.task_in('CANCELLED')$$, 'a cancelled task');
select lives_ok($$select support.task_in('EXPIRED')$$, 'an expired one');
select is((select count(*) from xp.entry), 8::bigint, 'give no XP');
select throws_ok(support.xp_entry((select id from first), jsonb_build_object('escrow_id', support.escrow_of(support.task_in('PROOF_SUBMITTED')))), 'HX101', null, 'nor another escrow''s');
select throws_ok('insert into xp.entry (account_id, task_id, escrow_id, base_xp, streak_multiplier, trust_multiplier, live_multiplier, effective_xp, streak_days, tier, total_before, total_after, level_before, level_after, day)
    select x.account_id, x.task_id, support.escrow_of(x.task_id), 500, 1, 1, 1, 500, 0, 1, 0, 500, 1, 3, x.day from xp.entry as x limit 1', '23505', null, 'nor the same again');
select is((select count(*) from xp.entry as x where x.effective_xp <> xp.effective(x.base_xp, x.streak_multiplier, x.trust_multiplier, x.live_multiplier)), 0::bigint, 'every entry can be computed again');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

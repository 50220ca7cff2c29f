-- ELI-05 ELI-12 ELI-13: why somebody may take a task or may not, rule by rule, to himself and to staff.
begin;
select plan(27);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create temporary table work as select support.task_in('OPEN') as open_id, support.task_in('UNFUNDED') as unfunded_id,
    support.task_in('ACCEPTED') as accepted_id, support.task('poster', category => 'plumbing') as skilled_id;
select support.deliver(support.payment_event(support.escrow_of(w.skilled_id))) from work as w;
grant select on work to public;
create function pg_temp.why(id uuid, account uuid default null) returns text language sql as $f$
    select format('select coalesce(string_agg(rule || coalesce('' '' || blocker, ''''), '', ''), ''none'') from eligibility.explain(%L, %L) where not passed', $1, $2) $f$;
select support.person('ann');
select is(support.act('ann', pg_temp.why(w.open_id)), 'none', 'nothing is in the way of low work') from work as w;
select is(support.act('ann', format('select string_agg(rule, '' '') from eligibility.explain(%L)', w.open_id)),
    'ONBOARDING LOCATION LICENSE TRUST_TIER CLEARANCE INSURANCE BACKGROUND ACCOUNT OWN_TASK TAKEN_BEFORE TASK_OPEN FUNDED REST', 'all rules are told, in their order') from work as w;
select is(support.act('ann', format('select count(*) from eligibility.explain(%L) where blocker is not null or remedy is not null', w.open_id)), '0', 'without remedy where none is needed') from work as w;
select is(support.act('ann', pg_temp.why(w.skilled_id)), 'LICENSE requires_verified_trade_plumber, TRUST_TIER requires_trust_tier_2, CLEARANCE requires_risk_clearance_medium, INSURANCE requires_insurance',
    'what skilled work asks a rookie') from work as w;
select is(support.act('ann', format('select string_agg(rule || '' '' || coalesce(value, ''-'') || '' '' || coalesce(threshold, ''-''), '', '') from eligibility.explain(%L) where rule in (''LOCATION'', ''LICENSE'', ''TRUST_TIER'', ''CLEARANCE'', ''INSURANCE'', ''BACKGROUND'')', w.skilled_id)),
    'LOCATION WA WA, LICENSE  plumber:WA, TRUST_TIER 1 2, CLEARANCE low medium, INSURANCE false true, BACKGROUND false false', 'what is there, and what is asked') from work as w;
select is(support.act('ann', format('select string_agg(distinct rule, '' '') from eligibility.explain(%L) where not passed and (blocker is null or remedy is null)', w.skilled_id)), null, 'what is in the way has its remedy') from work as w;
select support.tier('ann', 2), support.credential('ann'), support.credential('ann', 'insurance');
select is(support.act('ann', pg_temp.why(w.skilled_id)), 'none', 'with all of it nothing is in the way') from work as w;
update account.user set location_state = 'OR' where id = pg_temp.who('ann');
select is(support.act('ann', pg_temp.why(w.open_id)), 'LOCATION requires_state_WA', 'but from another state') from work as w;
update account.user set location_state = 'WA' where id = pg_temp.who('ann');
select support.be('bob');
select account.register('Test Person', date '1990-01-01', '2026-01');
select is(split_part(support.act('bob', pg_temp.why(w.open_id)), ',', 1), 'ONBOARDING requires_onboarding', 'who said nothing yet is told so first') from work as w;
select is(support.code_as('bob', format('select task.accept(%L)', w.open_id)), 'HX609', 'and takes nothing') from work as w;
select is(support.code_as('bob', format('select task.get_by_id(%L)', w.open_id)), 'HXA02', 'nor sees it') from work as w;
select verification._declare(pg_temp.who('bob'), 'poster', 'WA', null);
select is(split_part(support.act('bob', pg_temp.why(w.open_id)), ',', 1), 'ONBOARDING requires_onboarding', 'nor who only posts') from work as w;
select is(support.act('poster', pg_temp.why(w.open_id)), 'OWN_TASK own_task', 'not his own') from work as w;
select is(support.act('poster', pg_temp.why(w.unfunded_id)), 'OWN_TASK own_task, FUNDED payment_not_funded', 'which nobody paid') from work as w;
select is(support.act('worker', pg_temp.why(w.accepted_id)), 'TAKEN_BEFORE taken_before, TASK_OPEN task_not_open', 'nor what he has') from work as w;
select is(support.code_as('ann', pg_temp.why(w.accepted_id)), 'HXA02', 'what another has is not told of') from work as w;
select is(support.code_as('ann', pg_temp.why(w.unfunded_id)), 'HXA02', 'nor what is not paid') from work as w;
select is(support.code_as('ann', pg_temp.why(core.new_id())), 'HXA02', 'nor what is not there');
select is(support.code_as('ann', pg_temp.why(w.open_id, pg_temp.who('bob'))), 'HXA02', 'nor of others') from work as w;
select is(support.act('ann', pg_temp.why(w.open_id, pg_temp.who('ann'))), 'none', 'by name of oneself') from work as w;
select is(support.act_as_admin(pg_temp.why(w.accepted_id, pg_temp.who('ann'))), 'TASK_OPEN task_not_open', 'staff asks about anybody') from work as w;
select is(support.act_as_admin(pg_temp.why(w.unfunded_id, pg_temp.who('ann'))), 'FUNDED payment_not_funded', 'and anything') from work as w;
select is(support.code_as_admin(pg_temp.why(w.open_id, core.new_id())), 'HXA02', 'that is there') from work as w;
update account.user set state = 'PAUSED' where id = pg_temp.who('ann');
select is(support.act_as_admin(pg_temp.why(w.open_id, pg_temp.who('ann'))), 'ACCOUNT requires_active_account', 'a pause alone is in the way') from work as w;
update account.user set state = 'ACTIVE' where id = pg_temp.who('ann');
-- Nine hours of work ask for a rest.
create temporary table tired as select support.task_in('ACCEPTED', 'poster', 'ann') as id;
select support.act('ann', format('select task.start(%L)', t.id)) from tired as t;
update city.rule set active_limit = interval '1 hour', rest_period = interval '4 hours';
select support.set_clock(interval '2 hours');
select is(support.act('ann', pg_temp.why(w.open_id)), 'REST requires_rest', 'who worked long rests') from work as w;
select is(support.code_as('ann', format('select task.accept(%L)', w.open_id)), 'HX601', 'as acceptance says') from work as w;
select support.set_clock(interval '0');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

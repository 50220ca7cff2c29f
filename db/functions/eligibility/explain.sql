-- Why somebody may take a task, or may not: every rule that task.accept asks, in its order. Each of
-- the six checks is the predicate itself, asked with everything else as it must be.
create or replace function eligibility.explain(task_id uuid, account_id uuid default null)
    returns setof eligibility.reason
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    is_staff constant boolean := exists (select from account.staff as s where s.account_id = viewer);
    asked uuid := coalesce(account_id, viewer);
    work task.task;
    payment escrow.escrow;
    person account.user;
    held eligibility.capability;
    rested_at timestamptz;
begin
    select t.* into work from task.task as t where t.id = task_id;
    select e.* into payment from escrow.escrow as e where e.task_id = work.id;
    if work.id is null or not (is_staff or viewer = work.poster_id
        or viewer is not distinct from work.worker_id
        or (work.state = 'OPEN' and payment.state = 'FUNDED'))
    then
        perform core.fail('HXA02', 'task_id');
    end if;
    select u.* into person from account.user as u
     where u.id = asked and (is_staff or asked = viewer);
    if not found then
        perform core.fail('HXA02', 'account_id');
    end if;
    select h.* into held from eligibility._held(asked) as h;
    rested_at := proof._rested_at(asked, work.city_id);
    return query
    select r.rule, r.value, r.threshold, c.passed, case when not c.passed then r.blocker end,
           case when not c.passed then r.remedy end
      from (values
        (1, 'ONBOARDING', (select c.role from verification.claim as c where c.account_id = asked),
         'hustler', held.account_id is not null, 'requires_onboarding',
         'Finish the onboarding as a hustler.'),
        (2, 'LOCATION', held.location_state, work.location_state,
         eligibility._meets(held.location_state, 4, array[work.risk_level], '{}', true, true,
             work.location_state, null, 1, work.risk_level, false, false),
         'requires_state_' || work.location_state,
         format('The work is in %s; change your state if you work there.', work.location_state)),
        (3, 'LICENSE', array_to_string(held.trades, ' '),
         work.required_trade || ':' || work.location_state,
         eligibility._meets(work.location_state, 4, array[work.risk_level], held.trades, true,
             true, work.location_state, work.required_trade, 1, work.risk_level, false, false),
         'requires_verified_trade_' || work.required_trade,
         format('Hand in a licence as %s in %s.', work.required_trade, work.location_state)),
        (4, 'TRUST_TIER', held.tier::text, work.required_tier::text,
         eligibility._meets(work.location_state, held.tier, array[work.risk_level], '{}', true,
             true, work.location_state, null, work.required_tier, work.risk_level, false, false),
         'requires_trust_tier_' || work.required_tier,
         'Complete more work; account.get_trust_tier says how much.'),
        (5, 'CLEARANCE', array_to_string(held.clearances, ' '), work.risk_level,
         eligibility._meets(work.location_state, 4, held.clearances, '{}', true, true,
             work.location_state, null, 1, work.risk_level, false, false),
         'requires_risk_clearance_' || work.risk_level,
         'A higher tier clears more; account.get_trust_tier says what it asks for.'),
        (6, 'INSURANCE', held.is_insured::text, work.insurance_required::text,
         eligibility._meets(work.location_state, 4, array[work.risk_level], '{}', held.is_insured,
             true, work.location_state, null, 1, work.risk_level, work.insurance_required, false),
         'requires_insurance', 'Hand in the insurance of a verified trade.'),
        (7, 'BACKGROUND', held.background_checked::text, work.background_required::text,
         eligibility._meets(work.location_state, 4, array[work.risk_level], '{}', true,
             held.background_checked, work.location_state, null, 1, work.risk_level, false,
             work.background_required),
         'requires_background_check', 'Ask for a background check.'),
        (8, 'ACCOUNT', person.state, 'ACTIVE', person.state = 'ACTIVE', 'requires_active_account',
         'Resume the account, or wait until its suspension ends.'),
        (9, 'OWN_TASK', null, null, work.poster_id <> asked, 'own_task',
         'Nobody may take his own task.'),
        (10, 'TAKEN_BEFORE', null, null,
         not exists (select from task.assignment as a
                      where a.task_id = work.id and a.worker_id = asked),
         'taken_before', 'Whoever had a task once is not assigned to it again.'),
        (11, 'TASK_OPEN', work.state, 'OPEN',
         work.state = 'OPEN' and work.deadline_at > core.now(), 'task_not_open',
         'Choose other work.'),
        (12, 'FUNDED', payment.state, 'FUNDED', payment.state = 'FUNDED', 'payment_not_funded',
         'Wait until its payment has arrived, or is held no more.'),
        (13, 'REST', core._iso(rested_at), null, rested_at is null, 'requires_rest',
         'Rest until then.')
      ) as r (place, rule, value, threshold, passed, blocker, remedy)
     cross join lateral (select coalesce(r.passed, false)) as c (passed)
     order by r.place;
end $$;

comment on function eligibility.explain is $$Why somebody may take a task, or may not: what task.accept asks, rule by rule. Who has no
capability profile finishes the onboarding first. Everybody may ask for himself about open, funded
work and his own tasks; staff about anybody and anything.
@param account_id whose eligibility; the caller's own where none is given
@returns each rule in order: what is there, what is asked, whether that is enough, what is in the way
and what would help
@errors HX501 HX504 HXA02
@source ELI-05 ELI-12 ELI-13$$;

grant execute on function eligibility.explain to hx_member, hx_support;

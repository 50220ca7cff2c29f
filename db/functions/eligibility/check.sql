-- Whether an account may take a task: the one predicate of feed, acceptance and explanation.
-- Inlinable, therefore no definer: it runs inside the procedures that ask. Until credentials exist a task that demands one is closed to everybody.
create or replace function eligibility.check(account_id uuid, task_id uuid)
    returns boolean
    language sql stable
as $$
    select exists (
        select from task.task as t
          join account.user as u on u.id = "check".account_id
          join trust.standing as s on s.account_id = u.id
         where t.id = "check".task_id
           and u.state = 'ACTIVE'
           and t.poster_id <> u.id
           and u.location_state = t.location_state
           and t.required_trade is null
           and s.tier >= t.required_tier
           and exists (select from trust.clearance as c
                        where c.tier = s.tier and c.level = t.risk_level)
           and not t.insurance_required
           and not t.background_required
           and not exists (select from task.assignment as a
                            where a.task_id = t.id and a.worker_id = u.id))
$$;

comment on function eligibility.check is $$Whether an account may take a task now.
@returns true or false
@errors none
@source LIF-24$$;

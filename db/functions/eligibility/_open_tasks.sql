-- The work that an account may take: the one predicate of feed, acceptance and explanation.
-- A set without definer, so that the planner inlines it into the query that asks. Until
-- credentials exist a task that demands one is closed to everybody. @source LIF-24
create or replace function eligibility._open_tasks(account_id uuid)
    returns setof uuid
    language sql stable
as $$
    select t.id
      from account.user as u
      join trust.standing as s on s.account_id = u.id
      join trust.clearance as c on c.tier = s.tier
      join task.task as t on t.risk_level = c.level
     where u.id = _open_tasks.account_id
       and u.state = 'ACTIVE'
       and t.poster_id <> u.id
       and t.location_state = u.location_state
       and t.required_trade is null
       and t.required_tier <= s.tier
       and not t.insurance_required
       and not t.background_required
       and not exists (select from task.assignment as a
                        where a.task_id = t.id and a.worker_id = u.id)
$$;

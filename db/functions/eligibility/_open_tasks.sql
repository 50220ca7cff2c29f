-- The work that an account may take, its state and funding aside: the predicate over all of task.task.
-- A set without definer, so that the planner inlines it into the query that asks. @source LIF-24
create or replace function eligibility._open_tasks(account_id uuid)
    returns setof uuid
    language sql stable
as $$
    select t.id
      from eligibility._capability(_open_tasks.account_id) as c
      join task.task as t
        on eligibility._meets(c.location_state, c.tier, c.clearances, c.trades, c.is_insured,
               c.background_checked, t.location_state, t.required_trade, t.required_tier,
               t.risk_level, t.insurance_required, t.background_required)
     where t.poster_id <> c.account_id
       and not exists (select from task.assignment as a
                        where a.task_id = t.id and a.worker_id = c.account_id)
$$;

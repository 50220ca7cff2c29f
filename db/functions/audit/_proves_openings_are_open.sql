-- LIF-21
create or replace view audit._proves_openings_are_open as
select t.id as task_id
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id
 where t.state = 'OPEN' and e.state = 'FUNDED'
   and not exists (
        select from task.opening as o
          join task.demand as d on d.id = o.demand_id
          join task.cell as c on c.code = o.cell
         where o.task_id = t.id
           and (o.poster_id, o.category, o.price_cents, o.currency, o.location_state, o.deadline_at,
                o.created_at, o.title, o.cell, d.category, d.location_state, d.required_tier,
                d.risk_level, d.insurance_required, d.background_required)
               = (t.poster_id, t.category, t.price_cents, t.currency, t.location_state, t.deadline_at,
                t.created_at, t.title, t.cell, t.category, t.location_state, t.required_tier,
                t.risk_level, t.insurance_required, t.background_required)
           and d.required_trade is not distinct from t.required_trade)
union all
select o.task_id
  from task.opening as o
  left join task.task as t on t.id = o.task_id
  left join escrow.escrow as e on e.task_id = o.task_id
 where t.state is distinct from 'OPEN' or e.state is distinct from 'FUNDED';
comment on view audit._proves_openings_are_open is
    'What is offered is the open work whose money is there, all of it, and as it was posted';

-- LIF-21
create or replace view audit._proves_openings_are_open as
select t.id as task_id
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id
 where t.state = 'OPEN' and e.state = 'FUNDED'
   and not exists (
        select from task.opening as o
         where o.task_id = t.id
           and (o.poster_id, o.category, o.price_cents, o.currency, o.location_state, o.risk_level,
                o.required_tier, o.insurance_required, o.background_required, o.deadline_at,
                o.created_at, o.title, o.cell)
               = (t.poster_id, t.category, t.price_cents, t.currency, t.location_state, t.risk_level,
                t.required_tier, t.insurance_required, t.background_required, t.deadline_at,
                t.created_at, t.title, t.cell)
           and o.required_trade is not distinct from t.required_trade)
union all
select o.task_id
  from task.opening as o
  left join task.task as t on t.id = o.task_id
  left join escrow.escrow as e on e.task_id = o.task_id
 where t.state is distinct from 'OPEN' or e.state is distinct from 'FUNDED';
comment on view audit._proves_openings_are_open is
    'What is offered is the open work whose money is there, all of it, and as it was posted';

-- Work may be taken from now on: it stands where feed and search look. Who calls knows that its escrow
-- is FUNDED; a task that is not OPEN is passed over.
create or replace function task._open_to_all(task_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into task.cell (code)
    select t.cell from task.task as t
     where t.id = task_id and not exists (select from task.cell as c where c.code = t.cell)
    on conflict on constraint cell_pkey do nothing;
    insert into task.opening (task_id, poster_id, category, price_cents, currency, location_state,
        demand_id, deadline_at, created_at, opened_at, title, cell, search)
    select t.id, t.poster_id, t.category, t.price_cents, t.currency, t.location_state,
           task._demand_of(t.category, t.location_state, t.required_trade, t.required_tier,
               t.risk_level, t.insurance_required, t.background_required),
           t.deadline_at, t.created_at, core.now(), t.title, t.cell,
           task._search_vector(t.title, t.description, z.name, c.name)
      from task.task as t
      join task.category as c on c.code = t.category
      left join city.zone as z on z.city_id = t.city_id and z.code = t.zone
     where t.id = task_id and t.state = 'OPEN'
    on conflict on constraint opening_pkey do nothing;
end $$;

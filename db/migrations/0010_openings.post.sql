-- What is open is offered: what opened or closed while the code was still the older one, too, which knew
-- of no openings; and the cells of all of it. After the code, whose reactions do so from now on. Then
-- what the migration's new rules find in the rows that were there before it.

insert into task.demand (category, location_state, required_trade, required_tier, risk_level,
    insurance_required, background_required)
select distinct t.category, t.location_state, t.required_trade, t.required_tier, t.risk_level,
       t.insurance_required, t.background_required
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id
 where t.state = 'OPEN' and e.state = 'FUNDED'
on conflict on constraint demand_once do nothing;
insert into task.opening (task_id, poster_id, category, price_cents, currency, location_state,
    demand_id, deadline_at, created_at, opened_at, title, cell, search)
select t.id, t.poster_id, t.category, t.price_cents, t.currency, t.location_state, d.id,
       t.deadline_at, t.created_at, e.funded_at, t.title, t.cell,
       setweight(to_tsvector('pg_catalog.english', t.title), 'A')
       || setweight(to_tsvector('pg_catalog.english', t.description), 'B')
       || setweight(to_tsvector('pg_catalog.english', coalesce(z.name, '')), 'C')
       || setweight(to_tsvector('pg_catalog.english', c.name), 'D')
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id
  join task.category as c on c.code = t.category
  join task.demand as d on d.category = t.category and d.location_state = t.location_state
        and d.required_trade is not distinct from t.required_trade
        and d.required_tier = t.required_tier and d.risk_level = t.risk_level
        and d.insurance_required = t.insurance_required
        and d.background_required = t.background_required
  left join city.zone as z on z.city_id = t.city_id and z.code = t.zone
 where t.state = 'OPEN' and e.state = 'FUNDED'
on conflict on constraint opening_pkey do nothing;
delete from task.opening as o
 where not exists (
        select from task.task as t
          join escrow.escrow as e on e.task_id = t.id
         where t.id = o.task_id and t.state = 'OPEN' and e.state = 'FUNDED');
insert into task.cell (code)
select distinct o.cell from task.opening as o
on conflict on constraint cell_pkey do nothing;
alter table core.setting validate constraint setting_feed_candidates;
alter table core.setting validate constraint setting_feed_time_needed;

-- The work that somebody may take and looks for: what feed, search and all their orders choose from.
-- Who walks by distance walks cells, and cuts at the radius himself; else they are named where they are few.
-- A set without definer, so that the planner inlines it into the query that walks an index.
create or replace function task._candidates(wanted task.wish)
    returns setof task.opening
    language sql stable
as $$
    select o.*
      from (select (_candidates.wanted).*) as w
      join task.opening as o
        on o.location_state = w.location_state
       and o.demand_id = any (w.demands)
       and o.poster_id <> w.viewer
       and o.deadline_at > w.now_at
       and o.opened_at <= w.as_of
     where (w.origin is null or w.sort_by in ('relevance', 'distance') or o.cell = any (w.cells)
            or (w.cells is null and o.point operator(ext.<->) w.origin <= w.metres))
       and (w.min_price_cents is null or o.price_cents >= w.min_price_cents)
       and (w.max_price_cents is null or o.price_cents <= w.max_price_cents)
       and (not w.is_urgent or (o.created_at > w.as_of - interval '30 minutes'
            and o.deadline_at <= w.as_of + interval '2 hours'))
       and (w.words is null or o.search @@ w.query or (w.longest operator(ext.<%) o.title
                and task._resemblance(w.spelt, o.title) >= 0.42))
       and exists (select from account.user as p
                    where p.id = o.poster_id and p.state = 'ACTIVE')
       and not exists (select from task.assignment as a
                        where a.task_id = o.task_id and a.worker_id = w.viewer)
$$;

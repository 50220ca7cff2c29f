-- The work that somebody may take and looks for: what feed, search and all their orders choose from.
-- Who walks by distance cuts at the radius himself: here it stands as its box alone, for its index.
-- A set without definer, so that the planner inlines it into the query that walks an index.
create or replace function task._candidates(wanted task.wish)
    returns setof task.opening
    language sql stable
as $$
    select o.*
      from task.opening as o
     where o.location_state = (wanted).location_state
       and o.demand_id = any ((wanted).demands)
       and o.poster_id <> (wanted).viewer
       and o.deadline_at > (wanted).now_at
       and o.opened_at <= (wanted).as_of
       and ((wanted).origin is null or (o.point operator(ext.&&) (wanted).area
            and ((wanted).sort_by in ('relevance', 'distance')
                 or o.point operator(ext.<->) (wanted).origin <= (wanted).metres)))
       and ((wanted).min_price_cents is null or o.price_cents >= (wanted).min_price_cents)
       and ((wanted).max_price_cents is null or o.price_cents <= (wanted).max_price_cents)
       and (not (wanted).is_urgent or (o.created_at > (wanted).as_of - interval '30 minutes'
            and o.deadline_at <= (wanted).as_of + interval '2 hours'))
       and ((wanted).words is null or o.search @@ (wanted).query
            or (wanted).words operator(ext.<%) o.title)
       and exists (select from account.user as p
                    where p.id = o.poster_id and p.state = 'ACTIVE')
       and not exists (select from task.assignment as a
                        where a.task_id = o.task_id and a.worker_id = (wanted).viewer)
$$;

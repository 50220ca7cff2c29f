-- The feed turned round: who is nearest to open work and may take it.
create or replace function geo.get_nearest(
    task_id       uuid,
    radius_miles  task.radius_miles default 25,
    page_size     task.feed_page_size default 20
)
    returns setof geo.nearby
    language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_variable
declare
    work task.opening;
    demand task.demand;
    holders uuid[];
    area ext.geography;
begin
    select o.* into work from task.opening as o where o.task_id = task_id;
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    select d.* into strict demand from task.demand as d where d.id = work.demand_id;
    -- Few hold a trade: they are found by it, not by walking past all who don't.
    if demand.required_trade is not null then
        holders := array(select v.account_id from verification.verified_trade as v
                          where v.trade = demand.required_trade
                            and v.location_state = demand.location_state);
    end if;
    area := ext._st_expand(work.point, coalesce(radius_miles, 25) * 1609.344);
    return query
    select n.account_id, u.full_name::text, n.tier, round(n.metres)::bigint, n.latitude, n.longitude,
           n.seen_at
      from (select p.account_id, c.tier, p.point operator(ext.<->) work.point as metres,
                   p.latitude::double precision as latitude, p.longitude::double precision as longitude,
                   p.seen_at
              from geo.position as p
             cross join lateral eligibility._capability(p.account_id) as c
             where p.is_available
               and p.point operator(ext.&&) area
               and p.seen_at > core.now() - interval '15 minutes'
               and p.account_id <> work.poster_id
               and (holders is null or p.account_id = any (holders))
               and eligibility._meets(c.location_state, c.tier, c.clearances, c.trades, c.is_insured,
                       c.background_checked, demand.location_state, demand.required_trade,
                       demand.required_tier, demand.risk_level, demand.insurance_required,
                       demand.background_required)
               and not exists (select from task.assignment as a
                                where a.task_id = work.task_id and a.worker_id = p.account_id)
             order by p.point operator(ext.<->) work.point
             limit coalesce(page_size, 20)) as n
      join account.user as u on u.id = n.account_id
     where n.metres <= coalesce(radius_miles, 25) * 1609.344
     order by n.metres, n.account_id;
end $$;

comment on function geo.get_nearest is $$The hustlers nearest to open work who may take it and shared their position within 15 minutes,
nearest first. Distances are to the middle of the work's cell.
@param radius_miles 1 to 100
@param page_size 1 to 50
@returns hustlers, with their distance in metres
@errors HXA01 HXA02
@source DBM-022 DBM-029 DBM-043$$;

grant execute on function geo.get_nearest to hx_support;

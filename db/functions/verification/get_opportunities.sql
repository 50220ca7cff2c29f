-- How much open work one verification more would open to the caller. As one set: what work asks for
-- and he may not take is asked again with one thing more, and the openings that ask so are counted.
create or replace function verification.get_opportunities()
    returns setof verification.opportunity
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
begin
    return query
    select more.kind, more.requirement, count(*), round(avg(o.price_cents))::bigint, o.currency::text
      from eligibility._capability(viewer) as c
      join task.demand as d on d.location_state = c.location_state
     cross join lateral (values
            ('licence', d.required_trade, c.trades || (d.required_trade || ':' || d.location_state),
             c.is_insured, c.background_checked, true),
            ('insurance', 'liability', c.trades, true, c.background_checked,
             cardinality(c.trades) > 0),
            ('background', 'standard', c.trades, c.is_insured, true, true)
           ) as more (kind, requirement, trades, is_insured, background_checked, is_possible)
      join task.opening as o on o.demand_id = d.id
     where more.is_possible and more.requirement is not null
       and not eligibility._meets(c.location_state, c.tier, c.clearances, c.trades, c.is_insured,
               c.background_checked, d.location_state, d.required_trade, d.required_tier,
               d.risk_level, d.insurance_required, d.background_required)
       and eligibility._meets(c.location_state, c.tier, c.clearances, more.trades,
               more.is_insured, more.background_checked, d.location_state, d.required_trade,
               d.required_tier, d.risk_level, d.insurance_required, d.background_required)
       and o.deadline_at > core.now() and o.poster_id <> c.account_id
       and exists (select from account.user as p where p.id = o.poster_id and p.state = 'ACTIVE')
       and not exists (select from task.assignment as a
                        where a.task_id = o.task_id and a.worker_id = c.account_id)
     group by more.kind, more.requirement, o.currency
     order by count(*) desc, more.kind, more.requirement;
end $$;

comment on function verification.get_opportunities is $$How much open work exactly one verification more would open to the caller, counted as it
stands; where there is none there is no row.
@returns per verification: its kind, what it is of, how many tasks, and their average price
@errors HX501 HX504
@source ELI-05$$;

grant execute on function verification.get_opportunities to hx_member;

-- How much open work one verification more would open to the caller. As one set: each piece of open,
-- funded work that he may not take is asked again with the one thing that it lacks.
create or replace function verification.get_opportunities()
    returns setof verification.opportunity
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
begin
    return query
    select more.kind, more.requirement, count(*), round(avg(t.price_cents))::bigint, t.currency::text
      from eligibility._capability(viewer) as c
      join task.task as t on t.location_state = c.location_state and t.state = 'OPEN'
      join escrow.escrow as e on e.task_id = t.id and e.state = 'FUNDED'
     cross join lateral (values
            ('licence', t.required_trade, c.trades || (t.required_trade || ':' || t.location_state),
             c.is_insured, c.background_checked, true),
            ('insurance', 'liability', c.trades, true, c.background_checked,
             cardinality(c.trades) > 0),
            ('background', 'standard', c.trades, c.is_insured, true, true)
           ) as more (kind, requirement, trades, is_insured, background_checked, is_possible)
     where t.deadline_at > core.now()
       and t.poster_id <> c.account_id
       and not exists (select from task.assignment as a
                        where a.task_id = t.id and a.worker_id = c.account_id)
       and more.is_possible and more.requirement is not null
       and not eligibility._meets(c.location_state, c.tier, c.clearances, c.trades, c.is_insured,
               c.background_checked, t.location_state, t.required_trade, t.required_tier,
               t.risk_level, t.insurance_required, t.background_required)
       and eligibility._meets(c.location_state, c.tier, c.clearances, more.trades,
               more.is_insured, more.background_checked, t.location_state, t.required_trade,
               t.required_tier, t.risk_level, t.insurance_required, t.background_required)
     group by more.kind, more.requirement, t.currency
     order by count(*) desc, more.kind, more.requirement;
end $$;

comment on function verification.get_opportunities is $$How much open work exactly one verification more would open to the caller, counted as it
stands; where there is none there is no row.
@returns per verification: its kind, what it is of, how many tasks, and their average price
@errors HX501 HX504
@source ELI-05$$;

grant execute on function verification.get_opportunities to hx_member;

-- The settings page of work: what is open to the caller, what is verified, and what asks for an act.
create or replace function verification.get_work_eligibility()
    returns verification.work_eligibility
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    held eligibility.capability;
    answer verification.work_eligibility;
begin
    select h.* into held from eligibility._held(viewer) as h;
    if not found then
        perform core.fail('HXA02', null, 'There is no capability profile yet.',
            'Finish the onboarding as a hustler first.');
    end if;
    answer.location_state := held.location_state;
    answer.tier := held.tier;
    answer.clearances := held.clearances;
    select coalesce(array_agg(d.category order by d.category) filter (where m.meets), '{}'),
           coalesce(array_agg(d.category order by d.category) filter (where not m.meets), '{}')
      into answer.eligible_categories, answer.other_categories
      from eligibility._required() as d
     cross join lateral (
            select eligibility._meets(held.location_state, held.tier, held.clearances, held.trades,
                       held.is_insured, held.background_checked, held.location_state,
                       d.required_trade, d.required_tier, d.risk_level, d.insurance_required,
                       d.background_required) as meets) as m;
    select coalesce(array_agg(row(t.code, t.name, k.location_state, coalesce(k.state, 'NOT_VERIFIED'),
               verification._masked(k.licence_number), k.expires_at,
               coalesce(verification._is_renewable(k.state, k.expires_at), true)
               )::verification.trade_status order by t.code, k.location_state), '{}')
      into answer.trades
      from verification.trade as t
      left join (
            select distinct on (c.trade, c.location_state) c.trade, c.location_state, c.state,
                   c.licence_number, c.expires_at
              from verification.credential as c
             where c.account_id = viewer and c.kind = 'licence'
             order by c.trade, c.location_state, c.state = 'VERIFIED' desc, c.submitted_at desc
           ) as k on k.trade = t.code
     where t.kind <> 'low_risk'
       and (k.trade is not null or exists (
            select from verification.claimed_trade as c
             where c.account_id = viewer and c.trade = t.code));
    if exists (select from verification.credential as c
                where c.account_id = viewer and c.kind = 'insurance')
       or exists (select from eligibility._required() as d
                   where d.insurance_required
                     and d.required_trade || ':' || held.location_state = any (held.trades))
    then
        answer.insurance := verification._cover(viewer, 'insurance');
    end if;
    if exists (select from verification.credential as c
                where c.account_id = viewer and c.kind = 'background')
       or exists (select from verification.willingness as w
                   where w.account_id = viewer and w.takes_high_value)
    then
        answer.background := verification._cover(viewer, 'background');
    end if;
    select p.takes_in_home, p.takes_urgent, p.takes_high_value
      into answer.takes_in_home, answer.takes_urgent, answer.takes_high_value
      from verification.capability_profile as p where p.account_id = viewer;
    select coalesce(array_agg(row(n.kind, case n.kind when 'VERIFICATION_FAILED' then 'error'
               else 'warning' end, n.id, n.credential_kind, n.trade, n.at)::verification.notice
               order by n.at desc, n.id), '{}')
      into answer.notices
      from (select case k.state when 'VERIFIED' then 'CREDENTIAL_EXPIRES'
                        when 'EXPIRED' then 'CREDENTIAL_EXPIRED' else 'VERIFICATION_FAILED' end,
                   k.id, k.kind, k.trade,
                   case k.state when 'FAILED' then k.updated_at else k.expires_at end
              from verification.credential as k
             where k.account_id = viewer and verification._is_renewable(k.state, k.expires_at)
               and not exists (
                    select from verification.credential as o
                     where o.account_id = k.account_id and o.kind = k.kind and o.id <> k.id
                       and o.trade is not distinct from k.trade
                       and o.location_state is not distinct from k.location_state
                       and (o.state = 'PENDING' or (k.state <> 'VERIFIED'
                            and (o.state = 'VERIFIED' or o.submitted_at > k.submitted_at))))
           ) as n (kind, id, credential_kind, trade, at);
    return answer;
end $$;

comment on function verification.get_work_eligibility is $$What the caller may work at and why not more: categories, the trades that he claimed
or handed in with their state, insurance where it is of use, the background check where it was asked
for, his wishes, and what asks for an act of his.
@returns the page; HXA02 before the onboarding was finished as a hustler
@errors HX501 HX504 HXA02
@source ELI-02 ELI-12$$;

grant execute on function verification.get_work_eligibility to hx_member;

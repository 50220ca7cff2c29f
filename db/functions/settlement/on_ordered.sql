-- At birth a transfer finds what it must wait for: a person's approval from the city's figure on, a payout
-- account that was replaced lately, a warning of fraud about its payment, a transfer for the same work that
-- the provider tells of and nobody here knows (the database was restored). @source STL-11
create or replace function settlement.on_ordered()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    terms record;
begin
    select new.amount_cents >= r.payout_approval_cents as is_large,
           c.destination_changed_at + r.payout_cooling as cool_at,
           exists (select from stripe.fraud_warning as w where w.provider_intent_id = new.charge) as is_risky,
           exists (select from stripe.event as v
                    where v.outcome = 'transfer_unknown'
                      and v.payload #>> '{data,object,transfer_group}' = new.escrow_id::text) as is_paid
      into terms
      from escrow.escrow as e
      join task.task as t on t.id = e.task_id
      join city.rule as r on r.city_id = t.city_id
      left join stripe.connected_account as c on c.account_id = new.payee_id
     where e.id = new.escrow_id;
    if terms.is_large then
        perform settlement._hold(new.id, 'AMOUNT', 'From this amount on a person approves.', null, null);
    end if;
    if terms.cool_at > core.now() then
        perform settlement._hold(new.id, 'NEW_DESTINATION', 'The payout account was replaced lately.',
            terms.cool_at, null);
    end if;
    if terms.is_risky then
        perform settlement._hold(new.id, 'RISK', 'The card''s bank warned of fraud.', null, null);
    end if;
    if terms.is_paid then
        perform settlement._hold(new.id, 'REVIEW', 'Stripe tells of another transfer for this work.', null, null);
    end if;
    return null;
end $$;

create or replace trigger zzz_waits after insert on settlement.settlement
    for each row when (new.kind = 'transfer') execute function settlement.on_ordered();

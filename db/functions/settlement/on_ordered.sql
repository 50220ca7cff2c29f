-- At birth a transfer finds what it must wait for: a person's approval from the city's figure on, a payout
-- account that was replaced lately, a warning of fraud about its payment. @source STL-11
create or replace function settlement.on_ordered()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    found_hold record;
begin
    for found_hold in
        select 'AMOUNT' as kind, 'From this amount on a person approves.' as reason,
               null::timestamptz as lifts_at
          from escrow.escrow as e
          join task.task as t on t.id = e.task_id
          join city.rule as r on r.city_id = t.city_id
         where e.id = new.escrow_id and new.amount_cents >= r.payout_approval_cents
        union all
        select 'NEW_DESTINATION', 'The payout account was replaced lately.', c.destination_changed_at + r.payout_cooling
          from stripe.connected_account as c
          join escrow.escrow as e on e.id = new.escrow_id
          join task.task as t on t.id = e.task_id
          join city.rule as r on r.city_id = t.city_id
         where c.account_id = new.payee_id and c.destination_changed_at + r.payout_cooling > core.now()
        union all
        select 'RISK', 'The card''s bank warned of fraud.', null
         where exists (select from stripe.fraud_warning as w where w.provider_intent_id = new.charge)
    loop
        perform settlement._hold(new.id, found_hold.kind, found_hold.reason, found_hold.lifts_at, null);
    end loop;
    return null;
end $$;

create or replace trigger zzz_waits after insert on settlement.settlement
    for each row when (new.kind = 'transfer') execute function settlement.on_ordered();

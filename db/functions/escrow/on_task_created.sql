-- The escrow is born with its task; the terms of pay are copied from the city's figures.
create or replace function escrow.on_task_created()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    rule city.rule;
begin
    select r.* into strict rule from city.rule as r where r.city_id = new.city_id;
    insert into escrow.escrow (task_id, amount_cents, currency, fee_bps, cancellation_bps,
        cancellation_cap_cents, cancellation_free)
    values (new.id, new.price_cents, new.currency, rule.fee_bps, rule.cancellation_bps,
        rule.cancellation_cap_cents, rule.cancellation_free);
    return null;
end $$;

-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_escrow_born after insert on task.task
    for each row execute function escrow.on_task_created();

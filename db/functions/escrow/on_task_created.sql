-- The escrow is born with its task; the terms of pay are copied from the city's figures.
create or replace function escrow.on_task_created()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    insert into escrow.escrow (task_id, amount_cents, currency, fee_bps, cancellation_bps,
        cancellation_cap_cents, cancellation_free)
    select new.id, new.price_cents, new.currency, r.fee_bps, r.cancellation_bps,
           r.cancellation_cap_cents, r.cancellation_free
      from city.rule as r
     where r.city_id = new.city_id;
    return null;
end $$;

-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_escrow_born after insert on task.task
    for each row execute function escrow.on_task_created();

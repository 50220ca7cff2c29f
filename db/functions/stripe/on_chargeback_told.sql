-- A chargeback of a known payment orders its evidence.
create or replace function stripe.on_chargeback_told()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    ordered uuid;
begin
    insert into stripe.evidence as e (chargeback_id) values (new.id)
    on conflict on constraint evidence_one_a_chargeback do nothing
    returning e.id into ordered;
    if ordered is not null then
        perform core._happened('evidence', ordered, 'ordered');
    end if;
    return null;
end $$;

create or replace trigger evidence_ordered after insert on stripe.chargeback
    for each row when (new.escrow_id is not null)
    execute function stripe.on_chargeback_told();

-- The settlement machine: a transfer reserves the payee's payable from birth to its end.
create or replace function settlement.on_settlement()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.kind <> 'transfer' then
        return null;
    end if;
    if tg_op = 'INSERT' then
        perform ledger._reserve(new.payee_id, new.currency, new.amount_cents);
    elsif new.state = 'FAILED' then
        perform ledger._reserve(new.payee_id, new.currency, -new.amount_cents);
    end if;
    return null;
end $$;

create or replace trigger zz_guard before insert or update or delete on settlement.settlement
    for each row execute function core._guard('settlement');
create or replace trigger zz_record after insert or update on settlement.settlement
    for each row execute function core._record('settlement');
create or replace trigger zz_truncate before truncate on settlement.settlement
    for each statement execute function core._refuse_change();
create or replace trigger zzz_reservation_born after insert on settlement.settlement
    for each row execute function settlement.on_settlement();
create or replace trigger zzz_reservation_freed after update of state on settlement.settlement
    for each row when (old.state is distinct from new.state and new.state = 'FAILED')
    execute function settlement.on_settlement();

-- Holds are history: of money that is there, their cause never changed, closed once, never deleted.
create or replace function escrow.on_hold()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if new.closed_at is not null or not exists (
            select from escrow.escrow as e
             where e.id = new.escrow_id and e.state in ('FUNDED', 'LOCKED_DISPUTE'))
        then
            perform core.fail('HXA03', 'escrow_id', 'Only money that is there is held.');
        end if;
        return new;
    end if;
    if (new.id, new.escrow_id, new.kind, new.reason, new.opened_by, new.provider_dispute_id, new.opened_at)
           is distinct from (old.id, old.escrow_id, old.kind, old.reason, old.opened_by,
               old.provider_dispute_id, old.opened_at)
       or old.closed_at is not null
    then
        perform core.fail('HXA11', null, 'A hold is kept as it was.');
    end if;
    return new;
end $$;

create or replace trigger hold_is_history before insert or update on escrow.hold
    for each row execute function escrow.on_hold();
create or replace trigger never_deleted before delete on escrow.hold
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on escrow.hold
    for each statement execute function core._refuse_change();

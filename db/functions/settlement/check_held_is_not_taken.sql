-- Nothing that a hold keeps back is taken by a worker. A hold comes before the taking or after it, for
-- both lock the settlement. (A fact that the provider tells of is no taking: it has no lease.)
create or replace function settlement.check_held_is_not_taken()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if exists (select from settlement.hold as h
                where h.settlement_id = new.id and h.closed_at is null
                  and coalesce(h.lifts_at > core.now(), true))
    then
        perform core.fail('HX202', null, 'A hold keeps that settlement back; lift it first.');
    end if;
    return new;
end $$;

create or replace trigger held_is_not_taken before update of state on settlement.settlement
    for each row when (old.state = 'PENDING' and new.state = 'LOCKED' and new.lease_owner is not null)
    execute function settlement.check_held_is_not_taken();

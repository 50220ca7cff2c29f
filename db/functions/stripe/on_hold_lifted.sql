-- The last hold of lost money ended: what becomes of the work is concluded.
create or replace function stripe.on_hold_lifted()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform stripe._conclude_lost(new.id);
    return null;
end $$;

create or replace trigger zzz_loss_concluded after update of held_at on escrow.escrow
    for each row when (old.held_at is not null and new.held_at is null and new.lost_cents > 0
        and new.closed_at is null)
    execute function stripe.on_hold_lifted();

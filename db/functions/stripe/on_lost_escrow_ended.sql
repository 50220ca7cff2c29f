-- An escrow ends whose money was lost in part or whole: who bears what is settled with it.
create or replace function stripe.on_lost_escrow_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform stripe._bear_losses(new.id);
    return null;
end $$;

-- After settlement's own reaction by the alphabet: a refund of the rest is ordered already.
create or replace trigger zzzz_losses_borne after update of state on escrow.escrow
    for each row when (old.closed_at is null and new.closed_at is not null
        and new.lost_cents + new.outside_cents > 0)
    execute function stripe.on_lost_escrow_ended();

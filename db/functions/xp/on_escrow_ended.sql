-- One reaction to the escrow's end; later it calls what else follows an award, in order.
create or replace function xp.on_escrow_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform xp._award(new.id);
    return null;
end $$;

create or replace trigger zzz_xp_awarded after update of state on escrow.escrow
    for each row when (old.state is distinct from new.state
        and new.state in ('RELEASED', 'REFUND_PARTIAL'))
    execute function xp.on_escrow_ended();

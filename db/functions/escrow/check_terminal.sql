-- An escrow that has ended is frozen whole, but for updated_at. @source ESC-10
create or replace function escrow.check_terminal()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'DELETE' or (to_jsonb(new) - 'updated_at') is distinct from (to_jsonb(old) - 'updated_at')
    then
        perform core.fail('HX002', 'state', format('The escrow is %s and frozen.', old.state));
    end if;
    return new;
end $$;

create or replace trigger escrow_terminal_guard before update or delete on escrow.escrow
    for each row when (old.state in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL'))
    execute function escrow.check_terminal();

-- The cause of the moves that follow in this transaction; it stands on their events.
create or replace function core._because(reason text)
    returns void
    language plpgsql security definer set search_path = ''
as $$
begin
    perform set_config('hx.reason', coalesce(reason, ''), true);
end $$;

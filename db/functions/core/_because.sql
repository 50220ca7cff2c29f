-- The cause of the moves that follow in this transaction, and what else their events tell: ids, states,
-- amounts and due times.
create or replace function core._because(reason text, payload jsonb default null)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform set_config('hx.reason', coalesce(reason, ''), true),
            set_config('hx.payload', coalesce(payload::text, ''), true);
end $$;

-- The answer of the running call waits for an order and will be another: a repeat under its key runs again,
-- where any other repeat is answered the same.
create or replace function core._provisional()
    returns void
    language sql
as $$
    select set_config('hx.provisional', 'true', true)
$$;

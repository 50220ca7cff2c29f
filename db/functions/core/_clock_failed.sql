-- A clock could not move a row: kept with its error, tried again after 1, 2, 4 … minutes, at most
-- an hour, and not selected before.
create or replace function core._clock_failed(
    machine  text,
    row_id   uuid,
    error    text,
    message  text,
    details  text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into core.clock_failure as f (machine, row_id, error, message, due_at)
    values (machine, row_id, error, message, core.now() + interval '1 minute')
    on conflict on constraint clock_failure_pkey do update
       set attempts = f.attempts + 1, error = excluded.error, message = excluded.message,
           due_at = core.now() + least(interval '1 hour',
               interval '1 minute' * power(2, least(f.attempts, 10)));
    perform core._failed('order', machine || '.process_due', row_id::text, error, message, details);
end $$;

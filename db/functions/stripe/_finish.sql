-- Close an event (PROCESSED, IGNORED) or park it for a later attempt.
create or replace function stripe._finish(event_id uuid, state text, outcome text)
    returns stripe.result
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update stripe.event as e
       set state = state, outcome = outcome, attempts = e.attempts + 1,
           finished_at = case when state = 'PARKED' then null else core.now() end,
           due_at = case when state = 'PARKED' then core.now() + interval '5 minutes' else e.due_at end
     where e.id = event_id;
    return row(event_id, state, outcome)::stripe.result;
end $$;

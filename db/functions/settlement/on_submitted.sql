-- From its first submission on the provider keeps an order's key; the time is kept with the state.
create or replace function settlement.on_submitted()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    new.submitted_at := coalesce(old.submitted_at, core.now());
    return new;
end $$;

create or replace trigger submitted_at_is_kept before update of state on settlement.settlement
    for each row when (old.state = 'LOCKED' and new.state = 'SUBMITTED')
    execute function settlement.on_submitted();

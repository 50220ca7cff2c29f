-- Open work is offered while its money is there: offered when that arrives or a hold is lifted, taken
-- away while it is held. Of work that ends, task's end has taken it away already.
create or replace function escrow.on_funded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.state = 'FUNDED' then
        perform task._open_to_all(new.task_id);
    else
        perform task._close_to_all(new.task_id);
    end if;
    return null;
end $$;

create or replace trigger zzz_opening_follows after update of state on escrow.escrow
    for each row when (old.state is distinct from new.state
        and (new.state = 'FUNDED' or (old.state = 'FUNDED' and new.state = 'LOCKED_DISPUTE')))
    execute function escrow.on_funded();

-- Work that leaves OPEN is not offered any more; work that is given back, or whose words or deadline
-- change while it is open, is offered anew if its money is there.
create or replace function escrow.on_task_offered()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if old.state = 'OPEN' then
        perform task._close_to_all(new.id);
    end if;
    if new.state = 'OPEN' and exists (
        select from escrow.escrow as e where e.task_id = new.id and e.state = 'FUNDED')
    then
        perform task._open_to_all(new.id);
    end if;
    return null;
end $$;

-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_opening_follows
    after update of state, title, description, deadline_at, zone on task.task
    for each row when ((old.state = 'OPEN') <> (new.state = 'OPEN')
        or (new.state = 'OPEN' and (old.title, old.description, old.deadline_at, old.zone)
            is distinct from (new.title, new.description, new.deadline_at, new.zone)))
    execute function escrow.on_task_offered();

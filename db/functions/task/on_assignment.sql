-- Assignments are history: never deleted, and their parties never change.
create or replace function task.on_assignment()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (new.id, new.task_id, new.worker_id, new.accepted_at)
       is distinct from (old.id, old.task_id, old.worker_id, old.accepted_at)
       or old.ended_at is not null
    then
        perform core.fail('HXA11', null, 'An assignment is kept as it was made.');
    end if;
    return new;
end $$;

create or replace trigger assignment_is_history before update on task.assignment
    for each row execute function task.on_assignment();
create or replace trigger never_deleted before delete on task.assignment
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.assignment
    for each statement execute function core._refuse_change();

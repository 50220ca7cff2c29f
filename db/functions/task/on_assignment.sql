-- Assignments are history: made while a task is OPEN, never deleted, their parties never changed.
create or replace function task.on_assignment()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select from task.task as t
                        where t.id = new.task_id and t.state = 'OPEN'
                          and t.poster_id <> new.worker_id)
        then
            perform core.fail('HXA03', 'task_id', 'Only open work is assigned, and not to its poster.');
        end if;
        return new;
    end if;
    if (new.id, new.task_id, new.worker_id, new.accepted_at)
       is distinct from (old.id, old.task_id, old.worker_id, old.accepted_at)
       or old.ended_at is not null
    then
        perform core.fail('HXA11', null, 'An assignment is kept as it was made.');
    end if;
    return new;
end $$;

create or replace trigger assignment_is_history before insert or update on task.assignment
    for each row execute function task.on_assignment();
create or replace trigger never_deleted before delete on task.assignment
    for each row execute function core._refuse_change();
create or replace trigger never_truncated before truncate on task.assignment
    for each statement execute function core._refuse_change();

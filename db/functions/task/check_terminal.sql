-- A task that has ended is frozen whole, but for updated_at.
create or replace function task.check_terminal()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if tg_op = 'DELETE' or (to_jsonb(new) - 'updated_at') is distinct from (to_jsonb(old) - 'updated_at')
    then
        perform core.fail('HX001', 'state', format('The task is %s and frozen.', old.state));
    end if;
    return new;
end $$;

create or replace trigger task_terminal_guard before update or delete on task.task
    for each row when (old.state in ('COMPLETED', 'CANCELLED', 'EXPIRED'))
    execute function task.check_terminal();

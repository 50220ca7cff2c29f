-- The cached worker is the one of an assignment, and changes only by acceptance and abandonment.
create or replace function task.check_worker_by_assignment()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.worker_id is not null and not exists (
        select from task.assignment as a
         where a.task_id = new.id and a.worker_id = new.worker_id and a.ended_at is null)
    then
        perform core.fail('HXA03', 'worker_id', 'The worker must be the assigned one.');
    end if;
    return new;
end $$;

create or replace trigger task_worker_by_assignment before insert or update of worker_id on task.task
    for each row when (new.worker_id is not null)
    execute function task.check_worker_by_assignment();

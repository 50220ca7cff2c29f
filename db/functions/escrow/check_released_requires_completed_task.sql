-- INV-2: RELEASED only for a COMPLETED task. @source ESC-04
create or replace function escrow.check_released_requires_completed_task()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from task.task as t
                    where t.id = new.task_id and t.state = 'COMPLETED')
    then
        perform core.fail('HX201');
    end if;
    return new;
end $$;

create or replace trigger escrow_released_requires_completed_task
    before insert or update of state on escrow.escrow
    for each row when (new.state = 'RELEASED')
    execute function escrow.check_released_requires_completed_task();

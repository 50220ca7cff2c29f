-- A proof is made and handed in by the worker of work under way (ACCEPTED, or DISPUTED), and none
-- after an accepted one. Locks the task: the procedures hold that lock already.
create or replace function proof.check_follows_task()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from task.task as t
      where t.id = new.task_id and t.worker_id = new.submitter_id
        and t.state in ('ACCEPTED', 'DISPUTED')
        for no key update;
    if not found
       or exists (select from proof.proof as p
                   where p.task_id = new.task_id and p.state = 'ACCEPTED')
    then
        perform core.fail('HXA03', 'task_id', 'Only work under way is proved, by its worker.');
    end if;
    return new;
end $$;

create or replace trigger proof_born_with_work_under_way before insert on proof.proof
    for each row execute function proof.check_follows_task();
create or replace trigger proof_submitted_for_work_under_way before update on proof.proof
    for each row when (old.state = 'PENDING' and new.state = 'SUBMITTED')
    execute function proof.check_follows_task();

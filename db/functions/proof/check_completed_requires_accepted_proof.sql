-- INV-3: COMPLETED only with an ACCEPTED proof of its worker, where one is required; straight from
-- ACCEPTED only where none is. @source PRF-12
create or replace function proof.check_completed_requires_accepted_proof()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.requires_proof and (
        (tg_op = 'UPDATE' and old.state = 'ACCEPTED')
        or not exists (select from proof.proof as p
                        where p.task_id = new.id and p.state = 'ACCEPTED'
                          and p.submitter_id = new.worker_id))
    then
        perform core.fail('HX301');
    end if;
    return new;
end $$;

create or replace trigger task_completed_requires_accepted_proof
    before insert or update of state on task.task
    for each row when (new.state = 'COMPLETED')
    execute function proof.check_completed_requires_accepted_proof();

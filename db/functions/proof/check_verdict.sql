-- A verdict is the poster's or a resolver's (staff); without reviewer an acceptance is the clock's. The
-- latest proof alone is accepted, and a rejected one only inside a dispute. Locks the task: the
-- procedures hold that lock already. @source PRF-05 PRF-13
create or replace function proof.check_verdict()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    work task.task;
begin
    select t.* into work from task.task as t where t.id = new.task_id for no key update;
    if new.reviewer_id is not null and new.reviewer_id <> work.poster_id
       and not exists (select from account.staff as s where s.account_id = new.reviewer_id)
    then
        perform core.fail('HX503', 'reviewer_id', 'Only the poster or a resolver reviews a proof.');
    end if;
    if new.state = 'ACCEPTED' and (
        (old.state = 'REJECTED' and work.state <> 'DISPUTED')
        or exists (select from proof.proof as p
                    where p.task_id = new.task_id and p.attempt > new.attempt))
    then
        perform core.fail('HXA03', 'state',
            'The latest proof is accepted; a rejected one only inside a dispute.');
    end if;
    return new;
end $$;

create or replace trigger proof_verdict before update on proof.proof
    for each row when (old.state is distinct from new.state and new.state in ('ACCEPTED', 'REJECTED'))
    execute function proof.check_verdict();

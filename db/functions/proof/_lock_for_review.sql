-- Lock task and proof for their poster, from the top; the task id of a proof never changes.
create or replace function proof._lock_for_review(proof_id uuid, poster_id uuid)
    returns proof.proof
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    work_id uuid;
    work task.task;
    evidence proof.proof;
begin
    -- A stranger is told the same as of a proof that is not there.
    select p.task_id into work_id
      from proof.proof as p join task.task as t on t.id = p.task_id
     where p.id = proof_id and poster_id in (t.poster_id, t.worker_id);
    if not found then
        perform core.fail('HXA02', 'proof_id');
    end if;
    work := task._lock_as('poster', work_id, poster_id);
    if work.state = 'DISPUTED' then
        perform core.fail('HXA03', null, 'The dispute decides now.');
    end if;
    if escrow._lock_by_task(work_id) = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    end if;
    select p.* into evidence from proof.proof as p where p.id = proof_id for no key update;
    return evidence;
end $$;

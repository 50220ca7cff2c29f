-- Accept the proof that waits on a task, if its latest one does; the task is locked already.
create or replace function proof._accept_latest(task_id uuid, reviewer_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update proof.proof as p
       set state = 'ACCEPTED', reviewer_id = reviewer_id, reviewed_at = core.now()
     where p.task_id = task_id and p.state = 'SUBMITTED';
end $$;

-- The proof machine's generic triggers, and the task that follows a proof.
create or replace function proof.on_proof()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.state = 'SUBMITTED' then
        update task.task as t
           set state = 'PROOF_SUBMITTED', proof_submitted_at = new.submitted_at,
               due_at = new.review_due_at, due_event = 'complete'
         where t.id = new.task_id and t.state = 'ACCEPTED';
    elsif new.state = 'REJECTED' then
        update task.task as t
           set state = 'ACCEPTED'
         where t.id = new.task_id and t.state = 'PROOF_SUBMITTED';
    end if;
    return null;
end $$;

create or replace trigger zz_guard before insert or update or delete on proof.proof
    for each row execute function core._guard('proof');
create or replace trigger zz_record after insert or update on proof.proof
    for each row execute function core._record('proof');
create or replace trigger zz_truncate before truncate on proof.proof
    for each statement execute function core._refuse_change();
-- After zz_record, so that events stand in the order of causes.
create or replace trigger zzz_task_follows after update of state on proof.proof
    for each row when (old.state is distinct from new.state) execute function proof.on_proof();

-- The money of work under way was lost to a chargeback: nothing handed in, it is called off; its proof
-- accepted, it is completed as ever; otherwise a person decides in a dispute.
create or replace function stripe._conclude_lost(escrow_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    work task.task;
    latest text;
    was_requested boolean;
begin
    select t.* into strict work
      from task.task as t join escrow.escrow as e on e.task_id = t.id where e.id = escrow_id;
    if work.state = 'DISPUTED' then
        return;
    end if;
    select p.state into latest from proof.proof as p
     where p.task_id = work.id and p.submitted_at is not null order by p.attempt desc limit 1;
    was_requested := exists (
        select from task.assignment as a
         where a.task_id = work.id and a.ended_at is null and a.completion_requested_at is not null);
    perform core._because('chargeback lost');
    if latest = 'ACCEPTED' then
        perform task._finish(work.id);
    elsif latest is null and not was_requested then
        perform task._call_off(work.id, 'refunded');
    else
        perform dispute._open(work, null, 'CHARGEBACK', 'The payment was charged back and lost.');
    end if;
end $$;

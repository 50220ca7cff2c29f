-- Lock a dispute from the top: its task, the escrow, then itself; one that is not there is HXA02.
create or replace function dispute._lock(dispute_id uuid)
    returns dispute.dispute
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contest dispute.dispute;
begin
    select d.* into contest from dispute.dispute as d where d.id = dispute_id;
    if not found then
        perform core.fail('HXA02', 'dispute_id');
    end if;
    perform task._lock(contest.task_id);
    perform escrow._lock_by_task(contest.task_id);
    select d.* into contest from dispute.dispute as d where d.id = dispute_id for no key update;
    return contest;
end $$;

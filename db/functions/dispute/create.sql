-- Contest the end of work: its parties, or staff on the record. Locks the caller one at a time (the limit
-- counts), then task and escrow.
create or replace function dispute.create(
    task_id      uuid,
    reason       dispute.reason_code,
    description  core.note
)
    returns dispute.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    opener account.user := account._acting(one_at_a_time => true);
    work task.task;
    is_party boolean;
    rejected_at timestamptz;
    rule city.rule;
    dispute_id uuid;
begin
    if reason is null or description is null then
        perform core.fail('HXA01', case when reason is null then 'reason' else 'description' end,
            'It is required.');
    end if;
    work := task._lock(task_id);
    is_party := opener.id in (work.poster_id, work.worker_id);
    if is_party is not true
       and not exists (select from account.staff as s
                        where s.account_id = opener.id and s.role in ('hx_admin', 'hx_founder'))
    then
        perform core.fail('HXA02', 'task_id');
    end if;
    perform escrow._lock_by_task(work.id);
    if work.state = 'DISPUTED' then
        return (select dispute._view(d.id) from dispute.dispute as d where d.task_id = work.id);
    elsif work.state not in ('ACCEPTED', 'PROOF_SUBMITTED') then
        perform core.fail('HXA03', null, 'Only work under way can be disputed.');
    end if;
    select r.* into strict rule from city.rule as r where r.city_id = work.city_id;
    if is_party and (select count(*) from dispute.dispute as d
                      where d.opened_by = opener.id
                        and d.created_at > core.now() - interval '24 hours') >= rule.disputes_a_day
    then
        perform core.fail('HXA04', null, format('%s disputes a day may be opened.', rule.disputes_a_day));
    end if;
    if work.state = 'ACCEPTED' and is_party and work.deadline_at + rule.overdue_period > core.now()
       and not exists (select from task.assignment as a
                        where a.task_id = work.id and a.ended_at is null
                          and a.completion_requested_at is not null)
    then
        select max(p.reviewed_at) into rejected_at from proof.proof as p
         where p.task_id = work.id and p.state = 'REJECTED';
        if rejected_at + rule.contest_period + escrow._held_since(work.id, rejected_at) <= core.now() then
            perform core.fail('HXA03', null, 'A rejection is contested within 7 days.',
                'Submit another proof.');
        end if;
    end if;
    if not is_party then
        perform admin._act('dispute.create', 'task', work.id, escrow._parties(work.id), description,
            jsonb_build_object('reason', reason));
    end if;
    perform core._because(reason);
    dispute_id := dispute._open(work, opener.id, reason, description);
    return dispute._view(dispute_id);
end $$;

comment on function dispute.create is $$Contest the end of work: the task is DISPUTED and its money locked until an admin decides.
Possible while a proof waits, for 7 days after a rejection, after completion was requested, and a day
after the deadline. Staff may open one too. A repeat answers the one that is there.
@param reason PROOF_INSUFFICIENT, WORK_NOT_DONE, QUALITY_ISSUE or OTHER
@param description 1 to 2000 characters
@returns the dispute, OPEN
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03 HXA04
@source DIS-01 DIS-12 ESC-06$$;

grant execute on function dispute.create to hx_member;

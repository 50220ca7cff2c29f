-- Staff hands a dispute upwards; from here on a person is waited for.
create or replace function dispute.escalate(dispute_id uuid, reason core.reason)
    returns dispute.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contest dispute.dispute;
begin
    perform account._acting();
    contest := dispute._lock(dispute_id);
    if contest.state = 'ESCALATED' then
        return dispute._view(contest.id);
    end if;
    if contest.state not in ('OPEN', 'EVIDENCE_REQUESTED', 'UNDER_REVIEW') then
        perform core.fail('HXA03', null, format('A dispute that is %s can''t be escalated.', contest.state));
    end if;
    perform admin._act('dispute.escalate', 'dispute', contest.id,
        array[contest.poster_id, contest.worker_id], reason, '{}');
    update dispute.dispute as d
       set state = 'ESCALATED', escalated_at = core.now(), due_at = null
     where d.id = contest.id;
    return dispute._view(contest.id);
end $$;

comment on function dispute.escalate is $$Escalate a dispute; from here on it waits for a person, and after 72 hours readiness says FAIL. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@returns the dispute, ESCALATED
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source decisions.md Machines$$;

grant execute on function dispute.escalate to hx_admin;

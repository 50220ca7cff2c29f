-- Staff asks the parties for evidence; the clock ends the waiting.
create or replace function dispute.request_evidence(dispute_id uuid, evidence_from dispute.evidence_from, reason core.reason)
    returns dispute.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contest dispute.dispute;
begin
    perform account._acting();
    contest := dispute._lock(dispute_id);
    if evidence_from is null then
        perform core.fail('HXA01', 'evidence_from', 'It is required: poster, worker or both.');
    end if;
    if contest.state = 'EVIDENCE_REQUESTED' then
        return dispute._view(contest.id);
    end if;
    if contest.state not in ('OPEN') then
        perform core.fail('HXA03', null, format('A dispute that is %s can''t be asked for evidence.', contest.state));
    end if;
    perform admin._act('dispute.request_evidence', 'dispute', contest.id,
        array[contest.poster_id, contest.worker_id], reason, jsonb_build_object('evidence_from', evidence_from));
    update dispute.dispute as d
       set state = 'EVIDENCE_REQUESTED',
           evidence_from = evidence_from,
           due_at = core.now() + (select r.evidence_period from city.rule as r
                join task.task as t on t.city_id = r.city_id where t.id = contest.task_id)
     where d.id = contest.id;
    return dispute._view(contest.id);
end $$;

comment on function dispute.request_evidence is $$Ask for evidence; after 72 hours the review begins without it. A repeat answers what is there.
@param evidence_from poster, worker or both
@param reason 1 to 1000 characters, on the record of the act
@returns the dispute, EVIDENCE_REQUESTED
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source decisions.md Machines$$;

grant execute on function dispute.request_evidence to hx_admin;

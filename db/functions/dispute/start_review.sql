-- Staff begins to review; 48 hours later the clock escalates.
create or replace function dispute.start_review(dispute_id uuid, reason core.reason)
    returns dispute.view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contest dispute.dispute;
begin
    perform account._acting();
    contest := dispute._lock(dispute_id);
    if contest.state = 'UNDER_REVIEW' then
        return dispute._view(contest.id);
    end if;
    if contest.state not in ('OPEN', 'EVIDENCE_REQUESTED') then
        perform core.fail('HXA03', null, format('A dispute that is %s can''t be reviewed.', contest.state));
    end if;
    perform admin._act('dispute.start_review', 'dispute', contest.id,
        array[contest.poster_id, contest.worker_id], reason, '{}');
    update dispute.dispute as d
       set state = 'UNDER_REVIEW', review_started_at = core.now(),
           due_at = core.now() + (select r.dispute_review_period from city.rule as r
                join task.task as t on t.city_id = r.city_id where t.id = contest.task_id)
     where d.id = contest.id;
    return dispute._view(contest.id);
end $$;

comment on function dispute.start_review is $$Begin the review. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@returns the dispute, UNDER_REVIEW
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source DIS-02$$;

grant execute on function dispute.start_review to hx_admin;

-- What a dispute's clock does with one that is due; its task is locked already. Decided meanwhile,
-- or held, it is let be. Every act says when it was due.
create or replace function dispute._on_time(dispute_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    contest dispute.dispute := dispute._lock(dispute_id);
begin
    if contest.due_at is null or contest.due_at > core.now() or exists (
        select from escrow.escrow as e
         where e.task_id = contest.task_id and e.held_at is not null)
    then
        return;
    end if;
    perform core._because(case contest.state when 'OPEN' then 'UNTOUCHED'
            when 'EVIDENCE_REQUESTED' then 'EVIDENCE_PERIOD_ENDED' else 'REVIEW_PERIOD_ENDED' end,
        jsonb_build_object('due_at', contest.due_at));
    if contest.state = 'EVIDENCE_REQUESTED' then
        update dispute.dispute as d
           set state = 'UNDER_REVIEW', review_started_at = core.now(),
               due_at = core.now() + r.dispute_review_period
          from task.task as t join city.rule as r on r.city_id = t.city_id
         where d.id = contest.id and t.id = d.task_id;
    else
        update dispute.dispute as d
           set state = 'ESCALATED', escalated_at = core.now(), due_at = null
         where d.id = contest.id;
    end if;
end $$;

-- QUE-04
create or replace view audit._proves_clocks_are_set as
select t.id
  from task.task as t
  left join task.assignment as a on a.task_id = t.id and a.ended_at is null
        and a.completion_requested_at is not null
 where case t.state when 'OPEN' then t.due_event = 'expire'
                    when 'ACCEPTED' then t.due_event in ('warn', 'dispute', 'complete')
                         and (t.due_event = 'complete') = (a.id is not null)
                    when 'PROOF_SUBMITTED' then t.due_event = 'complete'
                    else t.due_event is null end is not true
    or (t.due_at is null) <> (t.due_event is null)
union all
select d.id
  from dispute.dispute as d
 where (d.due_at is not null) <> (d.state in ('OPEN', 'EVIDENCE_REQUESTED', 'UNDER_REVIEW'));
comment on view audit._proves_clocks_are_set is
    'Tasks under way and disputes not escalated or decided, and no others, have their due time';

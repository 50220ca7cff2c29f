-- QUE-04
create or replace view audit._proves_clocks_are_set as
select t.id
  from task.task as t
 where case t.state when 'OPEN' then t.due_event = 'expire'
                    when 'ACCEPTED' then t.due_event in ('warn', 'dispute', 'complete')
                    when 'PROOF_SUBMITTED' then t.due_event = 'complete'
                    else t.due_event is null end is not true
    or (t.due_at is null) <> (t.due_event is null)
union all
select d.id
  from dispute.dispute as d
 where (d.due_at is not null) <> (d.state in ('OPEN', 'EVIDENCE_REQUESTED', 'UNDER_REVIEW'));
comment on view audit._proves_clocks_are_set is
    'Tasks not ended or disputed, and disputes not escalated or decided, alone have a due time';

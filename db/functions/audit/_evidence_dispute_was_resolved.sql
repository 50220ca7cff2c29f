-- TST-49
create or replace view audit._evidence_dispute_was_resolved as
select d.id::text as subject, d.resolved_at as since
  from dispute.dispute as d
 where d.state = 'RESOLVED'
 limit 1;
comment on view audit._evidence_dispute_was_resolved is
    'Disputed work was decided by a person';

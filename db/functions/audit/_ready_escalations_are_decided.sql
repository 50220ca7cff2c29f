create or replace view audit._ready_escalations_are_decided as
select d.id::text as subject, d.escalated_at as since
  from dispute.dispute as d
 where d.state = 'ESCALATED' and d.escalated_at < core.now() - interval '72 hours';
comment on view audit._ready_escalations_are_decided is
    'No escalated dispute waits for a person for more than 72 hours';

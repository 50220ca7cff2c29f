-- S-P9
create or replace view audit._proves_payees_are_right as
select s.id
  from settlement.settlement as s
  left join escrow.escrow as e on e.id = s.escrow_id
  left join task.task as t on t.id = e.task_id
  left join settlement.settlement as r on r.id = s.replaces_id
  left join stripe.event as v on v.id = s.source_id and s.escrow_id is null
  left join stripe.intent as i on i.id::text = v.payload #>> '{data,object,metadata,intent_id}'
 where s.payee_id is distinct from case when s.leg = 'worker' then t.worker_id
            when s.escrow_id is not null then t.poster_id
            when s.replaces_id is not null then r.payee_id else i.payer_id end
    or (s.kind = 'reversal' and (r.id is null or r.kind = 'reversal' or r.state <> 'SETTLED'
        or (r.leg, r.escrow_id, r.payee_id, r.currency)
            is distinct from (s.leg, s.escrow_id, s.payee_id, s.currency)));
comment on view audit._proves_payees_are_right is
    'Each settlement pays the worker or the poster of its escrow''s task; a reversal has what it reverses';

-- S-P9
create or replace view audit._proves_payees_are_right as
select s.id
  from settlement.settlement as s
  left join escrow.escrow as e on e.id = s.escrow_id
  left join task.task as t on t.id = e.task_id
  left join settlement.settlement as r on r.id = s.replaces_id
 where s.payee_id is distinct from
        case when s.leg = 'worker' then t.worker_id else t.poster_id end
    or (s.kind = 'reversal' and (r.id is null or r.kind <> 'transfer' or r.state <> 'SETTLED'
        or (r.escrow_id, r.payee_id, r.currency) <> (s.escrow_id, s.payee_id, s.currency)));
comment on view audit._proves_payees_are_right is
    'Each settlement pays the worker or the poster of its escrow''s task; a reversal has its transfer';

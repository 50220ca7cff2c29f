-- TST-49
create or replace view audit._evidence_refund_was_settled as
select s.id::text as subject, s.finished_at as since
  from settlement.settlement as s
 where s.kind = 'refund' and s.state = 'SETTLED' and s.provider_reference is not null
   and exists (select from core.setting as l where l.name = 'stripe_livemode' and l.value = 'true')
 limit 1;
comment on view audit._evidence_refund_was_settled is
    'A real refund reached a poster';

-- TST-49
create or replace view audit._evidence_chargeback_was_handled as
select c.id::text as subject, c.closed_at as since
  from stripe.chargeback as c
 where c.closed_at is not null
   and exists (select from core.setting as l where l.name = 'stripe_livemode' and l.value = 'true')
 limit 1;
comment on view audit._evidence_chargeback_was_handled is
    'A real chargeback was opened and decided';

-- ESC-16 LED-003
create or replace view audit._proves_debts_are_paid as
select v.id
  from stripe.event as v
  join stripe.intent as i on i.id::text = v.payload #>> '{data,object,metadata,intent_id}' and i.purpose = 'debt'
  left join lateral (
        select sum(l.amount_cents) filter (where a.kind = 'debt' and a.owner_id = i.payer_id) as debt,
               sum(l.amount_cents) filter (where a.kind = 'suspense' and j.kind = 'payment_suspended') as suspense
          from ledger.journal as j
          join ledger.entry as l on l.journal_id = j.id and l.currency = i.currency
          join ledger.account as a on a.id = l.account_id
         where j.source_id = v.id and j.kind in ('debt_paid', 'payment_suspended')) as p on true
 where v.outcome = 'debt_paid'
   and coalesce(p.debt, 0) + coalesce(p.suspense, 0) <> i.amount_cents
union all
select i.id
  from stripe.intent as i
 where i.purpose = 'debt' and i.state = 'SUCCEEDED' and 1 <> (
       select count(*) from stripe.event as v
        where v.object_id = i.provider_intent_id and v.type = 'payment_intent.succeeded'
          and v.state = 'PROCESSED' and v.outcome = 'debt_paid');
comment on view audit._proves_debts_are_paid is
    'Each payment of a debt lessened it or was sent back, to the cent, once an intent';

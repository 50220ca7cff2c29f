-- ESC-03 ESC-15
create or replace view audit._proves_fundings_have_events as
select e.id
  from escrow.escrow as e
  left join stripe.event as v on v.id = e.funding_event_id and v.state = 'PROCESSED'
        and v.outcome = 'funded' and v.type = 'payment_intent.succeeded'
        and v.payload #>> '{data,object,metadata,escrow_id}' = e.id::text
  left join stripe.intent as i on i.escrow_id = e.id and i.purpose = 'escrow'
        and i.state = 'SUCCEEDED' and i.provider_intent_id = v.object_id
        and i.amount_cents = e.amount_cents and i.currency = e.currency
 where e.funded_at is not null and i.id is null;
comment on view audit._proves_fundings_have_events is
    'Each funded escrow has a processed event of Stripe and a succeeded intent of its amount';

create or replace view audit._ready_stripe_events_find_their_escrow as
select e.id::text as subject, e.received_at as since
  from stripe.event as e
 where e.state = 'PARKED' and e.finished_at is null
   and e.received_at < core.now() - interval '24 hours';
comment on view audit._ready_stripe_events_find_their_escrow is
    'No event of Stripe is parked for more than 24 hours';

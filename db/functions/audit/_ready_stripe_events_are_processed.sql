-- QUE-16
create or replace view audit._ready_stripe_events_are_processed as
select e.id::text as subject, e.received_at as since
  from stripe.event as e
 where e.state = 'RECEIVED' and e.finished_at is null
   and e.received_at < core.now() - interval '10 minutes';
comment on view audit._ready_stripe_events_are_processed is
    'Each event of Stripe took its effect within 10 minutes';

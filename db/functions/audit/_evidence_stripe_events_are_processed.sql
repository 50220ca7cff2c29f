-- TST-49
create or replace view audit._evidence_stripe_events_are_processed as
select e.id::text as subject, e.finished_at as since
  from stripe.event as e
 where e.state = 'PROCESSED'
 limit 1;
comment on view audit._evidence_stripe_events_are_processed is
    'An event of Stripe has taken its effect';

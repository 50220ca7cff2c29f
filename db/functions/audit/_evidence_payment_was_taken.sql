-- TST-49
create or replace view audit._evidence_payment_was_taken as
select e.id::text as subject, e.finished_at as since
  from stripe.event as e
 where e.livemode and e.outcome = 'funded'
 limit 1;
comment on view audit._evidence_payment_was_taken is
    'A real payment funded an escrow';

-- STR-10
create or replace view audit._evidence_polls_are_alive as
select p.name as subject, p.polled_at as since
  from stripe.poll as p
 limit 1;
comment on view audit._evidence_polls_are_alive is
    'Stripe''s list of events was read before';

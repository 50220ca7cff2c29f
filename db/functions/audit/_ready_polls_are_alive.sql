-- STR-10 EVT-028
create or replace view audit._ready_polls_are_alive as
select p.name as subject, p.polled_at as since
  from stripe.poll as p
 where p.polled_at < clock_timestamp() - interval '15 minutes';
comment on view audit._ready_polls_are_alive is
    'Stripe''s list of events was read within the last fifteen minutes';

-- STL-06 STL-07
create or replace view audit._ready_books_are_reconciled as
select s.name || ' was not read' as subject, s.since_at as since
  from stripe.statement as s
 where s.since_at < clock_timestamp() - interval '1 hour'
union all
select s.name || ' was not compared', s.compared_at
  from stripe.statement as s
 where s.compared_at < clock_timestamp() - interval '1 hour'
union all
select 'no full run', r.ended_at
  from (select max(n.ended_at) as ended_at from audit.reconciliation as n where n.is_full) as r
 where r.ended_at < clock_timestamp() - interval '26 hours';
comment on view audit._ready_books_are_reconciled is
    'Stripe''s statement was read and compared within the last hour, and everything within the last 26';

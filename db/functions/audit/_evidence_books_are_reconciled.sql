-- STL-06 STL-07
create or replace view audit._evidence_books_are_reconciled as
select r.id::text as subject, r.ended_at as since
  from audit.reconciliation as r
 where r.is_full and r.read_to_at is not null
 limit 1;
comment on view audit._evidence_books_are_reconciled is
    'Everything was compared with Stripe''s statement once';

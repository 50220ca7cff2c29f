-- STL-11
create or replace view audit._proves_held_movements_wait as
select s.id
  from settlement.settlement as s
  join settlement.hold as h on h.settlement_id = s.id and h.closed_at is null
 where (s.state = 'PENDING' and s.due_at < coalesce(h.lifts_at, 'infinity'))
    or (s.state = 'LOCKED' and s.lease_owner is not null and h.lifts_at is null);
comment on view audit._proves_held_movements_wait is
    'What a hold keeps back is not due before its timer, and not at all before a person lifts it';

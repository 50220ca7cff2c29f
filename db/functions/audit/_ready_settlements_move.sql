-- STL-05 QUE-16
create or replace view audit._ready_settlements_move as
select s.id::text as subject, s.due_at as since
  from settlement.settlement as s
 where s.finished_at is null and s.due_at < core.now() - interval '1 day';
comment on view audit._ready_settlements_move is
    'No movement of money is due for more than a day';

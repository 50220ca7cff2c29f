-- ESC-06
create or replace view audit._proves_locks_have_causes as
select t.id
  from task.task as t
  join escrow.escrow as e on e.task_id = t.id
  left join dispute.dispute as d on d.task_id = t.id and d.state <> 'RESOLVED'
  left join (select h.escrow_id, count(*) as holds from escrow.hold as h
              where h.closed_at is null group by h.escrow_id) as o on o.escrow_id = e.id
 where (t.state = 'DISPUTED') <> (d.id is not null)
    or (e.held_at is not null) <> (o.holds is not null)
    or (e.state = 'LOCKED_DISPUTE') <> (d.id is not null or o.holds is not null);

comment on view audit._proves_locks_have_causes is
    'Money is locked, and work disputed, exactly while a hold stands or a dispute is undecided';

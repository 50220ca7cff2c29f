-- XPB-02
create or replace view audit._proves_xp_where_due as
select e.id
  from escrow.escrow as e
  join task.task as t on t.id = e.task_id
  left join xp.entry as x on x.escrow_id = e.id
 where (x.id is not null)
    <> (t.state = 'COMPLETED' and e.state in ('RELEASED', 'REFUND_PARTIAL') and e.release_cents >= 100)
    or x.account_id <> t.worker_id
    or x.base_xp <> xp.base(e.release_cents);
comment on view audit._proves_xp_where_due is
    'One XP entry for each escrow that released at least 100 cents of completed work, and no other';

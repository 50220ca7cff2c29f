-- ESC-16
create or replace view audit._proves_endings_together as
select t.id
  from task.task as t
  left join escrow.escrow as e on e.task_id = t.id
 where e.id is null
    or (t.state in ('COMPLETED', 'CANCELLED', 'EXPIRED'))
       <> (e.state in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL'))
    or (e.state = 'RELEASED' and t.state <> 'COMPLETED')
    or (e.state = 'REFUNDED' and t.state = 'COMPLETED');
comment on view audit._proves_endings_together is
    'Each task has an escrow; both have ended or neither, and money follows the task''s end';

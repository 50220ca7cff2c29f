-- E17
create or replace view audit._proves_work_is_funded as
select t.id
  from task.task as t
  left join escrow.escrow as e on e.task_id = t.id
 where t.state in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED')
   and (e.id is null or e.state not in ('FUNDED', 'LOCKED_DISPUTE'));
comment on view audit._proves_work_is_funded is
    'Each task under way has an escrow that is funded or held';

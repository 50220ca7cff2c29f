-- TST-49
create or replace view audit._evidence_clocks_are_on_time as
select t.id::text as subject, t.expired_at as since
  from task.task as t
 where t.state = 'EXPIRED'
 limit 1;
comment on view audit._evidence_clocks_are_on_time is
    'The clock has expired work';

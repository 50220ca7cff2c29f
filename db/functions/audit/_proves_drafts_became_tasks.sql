-- LIF-01 A28
create or replace view audit._proves_drafts_became_tasks as
select d.id
  from task.draft as d
  left join task.task as t on t.id = d.task_id
 where d.state = 'POSTED'
   and (t.poster_id, t.category, t.price_cents) is distinct from (d.poster_id, d.category, d.price_cents);

comment on view audit._proves_drafts_became_tasks is
    'Each posted draft became a task of its poster, in its category, at its price';

-- Deferred: a task and its escrow are terminal together. Its triggers: schema/90. @source ESC-16
create or replace function escrow.check_ends_with_task()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    work uuid := (to_jsonb(new) ->> case tg_table_name when 'task' then 'id' else 'task_id' end)::uuid;
begin
    if not exists (
        select from task.task as t
          join escrow.escrow as e on e.task_id = t.id
         where t.id = work
           and t.state in ('COMPLETED', 'CANCELLED', 'EXPIRED')
           and e.state in ('RELEASED', 'REFUNDED', 'REFUND_PARTIAL')
           and (e.state <> 'RELEASED' or t.state = 'COMPLETED')
           and (e.state <> 'REFUNDED' or t.state <> 'COMPLETED'))
    then
        perform core.fail('HX008');
    end if;
    return null;
end $$;

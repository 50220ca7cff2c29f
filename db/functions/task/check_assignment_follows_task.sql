-- Deferred: work under way has its worker's assignment open, all other work none. Its triggers: schema/90.
create or replace function task.check_assignment_follows_task()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    work uuid := (to_jsonb(new) ->> case tg_table_name when 'task' then 'id' else 'task_id' end)::uuid;
begin
    if exists (
        select from task.task as t
          left join task.assignment as a on a.task_id = t.id and a.ended_at is null
         where t.id = work
           and a.worker_id is distinct from case
               when t.state in ('ACCEPTED', 'PROOF_SUBMITTED', 'DISPUTED') then t.worker_id end)
    then
        perform core.fail('HXA03', 'worker_id',
            'Work under way has its worker''s assignment open, and no other work has one.');
    end if;
    return null;
end $$;

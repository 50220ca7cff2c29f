-- Deferred: an escrow is LOCKED_DISPUTE exactly while a hold stands or a dispute of its task is undecided,
-- held_at tells of open holds, and a task is DISPUTED exactly while its dispute is undecided. Its
-- triggers: schema/90.
create or replace function dispute.check_locks_escrow()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    told jsonb := to_jsonb(new);
    work uuid := case tg_relid
        when 'task.task'::regclass then (told ->> 'id')::uuid
        when 'escrow.hold'::regclass then (
            select e.task_id from escrow.escrow as e where e.id = (told ->> 'escrow_id')::uuid)
        else (told ->> 'task_id')::uuid end;
begin
    if not exists (
        select from task.task as t
          join escrow.escrow as e on e.task_id = t.id
          cross join lateral (select
                exists (select from dispute.dispute as d
                         where d.task_id = t.id and d.state <> 'RESOLVED') as is_contested,
                exists (select from escrow.hold as h
                         where h.escrow_id = e.id and h.closed_at is null) as is_held) as f
         where t.id = work
           and (t.state = 'DISPUTED') = f.is_contested
           and (e.held_at is not null) = f.is_held
           and (e.state = 'LOCKED_DISPUTE') = (f.is_contested or f.is_held))
    then
        perform core.fail('HX007', 'state',
            'Money is locked, and work disputed, exactly while a hold stands or a dispute is undecided.');
    end if;
    return null;
end $$;

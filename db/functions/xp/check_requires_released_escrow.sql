-- INV-1: XP only for released money of a completed task, to its worker, of its base.
create or replace function xp.check_requires_released_escrow()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (
        select from escrow.escrow as e join task.task as t on t.id = e.task_id
         where e.id = new.escrow_id and t.id = new.task_id
           and t.state = 'COMPLETED' and e.state in ('RELEASED', 'REFUND_PARTIAL')
           and t.worker_id = new.account_id
           and new.base_xp = xp.base(e.release_cents))
       or new.level_after <> xp.level_of(new.total_after)
    then
        perform core.fail('HX101');
    end if;
    return new;
end $$;

create or replace trigger xp_requires_released_escrow before insert on xp.entry
    for each row execute function xp.check_requires_released_escrow();

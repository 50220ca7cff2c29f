-- The one reaction to a paid end of work, in the order that decisions.md names: XP with the old tier
-- and the streak before today, level with it, then streak, trust, badges. @source XPB-09 TRU-02
create or replace function trust_review.on_escrow_ended()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    work task.task;
    local_time timestamp;
begin
    select t.* into strict work from task.task as t where t.id = new.task_id;
    if work.state <> 'COMPLETED' then
        return null;
    end if;
    local_time := (select core.now() at time zone c.time_zone from city.city as c
                    where c.id = work.city_id);
    perform xp._award(new.id, local_time::date);
    perform xp._step_streak(work.worker_id, local_time::date);
    perform trust_review._reward(work);
    perform trust_review._promote(work.worker_id, work.id);
    perform badge._check(work, local_time);
    return null;
end $$;

create or replace trigger zzz_progress after update of state on escrow.escrow
    for each row when (old.state is distinct from new.state
        and new.state in ('RELEASED', 'REFUND_PARTIAL'))
    execute function trust_review.on_escrow_ended();

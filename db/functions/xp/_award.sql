-- Award the XP of an ended escrow, once; progress row locked first. What is there is answered. The
-- streak is that of the days before today; today is the day of the task's city.
create or replace function xp._award(escrow_id uuid, today date)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    paid record;
    standing trust.standing;
    progress xp.progress;
    streak_multiplier numeric;
    trust_multiplier numeric;
    gained bigint;
    base bigint;
    days integer;
begin
    select t.id as task_id, t.worker_id, t.live_multiplier, e.release_cents into paid
      from escrow.escrow as e join task.task as t on t.id = e.task_id
     where e.id = escrow_id and t.state = 'COMPLETED'
       and e.state in ('RELEASED', 'REFUND_PARTIAL');
    if not found or paid.release_cents < 100 then
        return;
    end if;
    select p.* into strict progress from xp.progress as p
     where p.account_id = paid.worker_id for no key update;
    select s.* into strict standing from trust.standing as s where s.account_id = paid.worker_id;
    select r.xp_multiplier into strict trust_multiplier from trust.tier as r
     where r.tier = standing.tier;
    base := xp.base(paid.release_cents);
    days := xp._days_before(progress.streak_days, progress.streak_last_day, today);
    streak_multiplier := xp.streak_multiplier(days);
    gained := xp.effective(base, streak_multiplier, trust_multiplier, paid.live_multiplier);

    insert into xp.entry (account_id, task_id, escrow_id, base_xp, streak_multiplier,
        trust_multiplier, live_multiplier, effective_xp, streak_days, tier, total_before,
        total_after, level_before, level_after, day)
    values (paid.worker_id, paid.task_id, escrow_id, base, streak_multiplier, trust_multiplier,
        paid.live_multiplier, gained, days, standing.tier, progress.total_xp,
        progress.total_xp + gained, progress.level, xp.level_of(progress.total_xp + gained), today)
    on conflict on constraint xp_one_entry_per_escrow do nothing;
end $$;

-- A completion today: the first of a day is a step, after a break the first again. A day that is not
-- after the last one (another city's zone) changes nothing. The progress row is locked first.
create or replace function xp._step_streak(account_id uuid, today date)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    update xp.progress as p
       set streak_days = n.days, streak_last_day = today,
           longest_streak = greatest(p.longest_streak, n.days), updated_at = core.now()
      from (select k.account_id,
                   xp._effective_streak(k.streak_days, k.streak_last_day, today) + 1 as days
              from xp.progress as k where k.account_id = account_id for no key update) as n
     where p.account_id = n.account_id and (p.streak_last_day is null or p.streak_last_day < today);
end $$;

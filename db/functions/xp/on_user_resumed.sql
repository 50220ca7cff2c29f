-- A pause that ends: up to 14 whole days keep the streak, a longer one begins it again at 1. Its
-- last day moves by the days of the calendar that the pause crossed, so that as many are missed as
-- when it began; but a day that began since is a new one, whose first completion is a step.
create or replace function xp.on_user_resumed()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    today date := account._today(new.id);
    crossed integer := today - account._today(new.id, old.paused_at);
begin
    if core.now() < old.paused_at + interval '360 hours' then
        update xp.progress as p
           set streak_last_day = least(p.streak_last_day + crossed,
                   greatest(p.streak_last_day, today - 1)),
               updated_at = core.now()
         where p.account_id = new.id and p.streak_last_day is not null and crossed > 0;
    else
        update xp.progress as p
           set streak_days = 1, streak_last_day = greatest(p.streak_last_day, today - 1),
               updated_at = core.now()
         where p.account_id = new.id and p.streak_days > 0;
    end if;
    return null;
end $$;

create or replace trigger zzz_streak_after_pause after update of state on account.user
    for each row when (old.state = 'PAUSED' and new.state = 'ACTIVE' and old.paused_at is not null)
    execute function xp.on_user_resumed();

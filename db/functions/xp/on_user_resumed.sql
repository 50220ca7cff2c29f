-- A pause that ends: up to 14 whole days keep the streak (its last day moves by as many), a longer one
-- begins it again at 1.
create or replace function xp.on_user_resumed()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    paused_days integer := floor(extract(epoch from core.now() - old.paused_at) / 86400);
begin
    if paused_days <= 14 then
        update xp.progress as p
           set streak_last_day = p.streak_last_day + paused_days, updated_at = core.now()
         where p.account_id = new.id and p.streak_last_day is not null and paused_days > 0;
    else
        update xp.progress as p
           set streak_days = 1,
               streak_last_day = greatest(p.streak_last_day, account._today(new.id) - 1),
               updated_at = core.now()
         where p.account_id = new.id and p.streak_days > 0;
    end if;
    return null;
end $$;

create or replace trigger zzz_streak_after_pause after update of state on account.user
    for each row when (old.state = 'PAUSED' and new.state = 'ACTIVE' and old.paused_at is not null)
    execute function xp.on_user_resumed();

-- XP entries are append-only (HX102); the cached total and the streak follow completions alone.
create or replace function xp.check_ledger_no_delete()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (case tg_op
           when 'INSERT' then new.total_xp <> 0 or new.level <> 1 or new.completed_tasks <> 0
               or new.streak_days <> 0 or new.longest_streak <> 0
           when 'UPDATE' then pg_trigger_depth() < 2
               and (new.total_xp, new.level, new.account_id, new.completed_tasks, new.streak_days,
                    new.longest_streak, new.streak_last_day)
                   is distinct from (old.total_xp, old.level, old.account_id, old.completed_tasks,
                    old.streak_days, old.longest_streak, old.streak_last_day)
           else true end)
    then
        perform core.fail('HX102', 'total_xp', 'Totals only follow XP entries.');
    end if;
    return new;
end $$;

create or replace trigger xp_ledger_no_delete before update or delete on xp.entry
    for each row execute function core._refuse_change('HX102');
create or replace trigger xp_ledger_no_truncate before truncate on xp.entry
    for each statement execute function core._refuse_change('HX102');
create or replace trigger progress_follows_entries before insert or update or delete on xp.progress
    for each row execute function xp.check_ledger_no_delete();
create or replace trigger progress_no_truncate before truncate on xp.progress
    for each statement execute function core._refuse_change('HX102');

-- A badge is earned by completed work of its holder; what it asks for beyond that is proved
-- (audit._proves_badges_are_earned).
create or replace function badge.check_earned()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from task.task as t
                    where t.id = new.task_id and t.worker_id = new.account_id
                      and t.state = 'COMPLETED')
    then
        perform core.fail('HX401', 'task_id', 'A badge is earned by completed work.');
    end if;
    return new;
end $$;

create or replace trigger badge_is_earned before insert on badge.award
    for each row execute function badge.check_earned();

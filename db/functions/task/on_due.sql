-- What the task's clock does next, and when: it follows from the state. Where a procedure says it
-- otherwise in the same statement (a proof handed in), that stands.
create or replace function task.on_due()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    overdue interval;
begin
    if tg_op = 'INSERT' or (new.state = 'OPEN' and old.state <> 'OPEN') then
        new.due_at := new.deadline_at;
        new.due_event := 'expire';
    elsif new.state = 'ACCEPTED' and old.state <> 'ACCEPTED' then
        new.due_at := new.deadline_at;
        new.due_event := 'warn';
        if new.deadline_at <= core.now() then
            select r.overdue_period into strict overdue from city.rule as r where r.city_id = new.city_id;
            new.due_at := core.now() + overdue;
            new.due_event := 'dispute';
        end if;
    elsif new.state not in ('OPEN', 'ACCEPTED', 'PROOF_SUBMITTED') then
        new.due_at := null;
        new.due_event := null;
    end if;
    return new;
end $$;

create or replace trigger task_due_set before insert or update of state on task.task
    for each row execute function task.on_due();

-- E17: work is taken only when it is paid, and not while its payment is held. @source ESC-11
create or replace function escrow.check_accepted_requires_funded()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    held text := (select e.state from escrow.escrow as e where e.task_id = new.id);
begin
    if held = 'LOCKED_DISPUTE' then
        perform core.fail('HX202');
    elsif held is distinct from 'FUNDED' then
        perform core.fail('HX203');
    end if;
    return new;
end $$;

create or replace trigger task_accepted_requires_funded before update on task.task
    for each row when (old.state = 'OPEN' and new.state = 'ACCEPTED')
    execute function escrow.check_accepted_requires_funded();

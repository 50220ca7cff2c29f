-- A24: abandoned work is open again only where no proof was made and the deadline is ahead, so that
-- nobody is swapped in after a proof.
create or replace function proof.check_reopened_without_proof()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if new.deadline_at <= core.now() then
        perform core.fail('HXA03', 'deadline_at', 'Work past its deadline is not opened again.');
    end if;
    if exists (select from proof.proof as p where p.task_id = new.id) then
        perform core.fail('HXA03', 'state', 'Work that was proved is not opened again.');
    end if;
    return new;
end $$;

create or replace trigger task_reopened_without_proof before update on task.task
    for each row when (old.state = 'ACCEPTED' and new.state = 'OPEN')
    execute function proof.check_reopened_without_proof();

-- A worker is compensated only for work that the poster cancels before anything was handed in, and with
-- what the escrow's terms say.
create or replace function escrow.check_compensation()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if old.ended_at is not null
       or new.compensation_cents <> escrow._compensation(new.task_id, old)
       or new.completion_requested_at is not null
       or not exists (select from task.task as t where t.id = new.task_id and t.state = 'ACCEPTED')
       or exists (select from proof.proof as p where p.task_id = new.task_id)
    then
        perform core.fail('HX004', 'compensation_cents', 'That is not what the terms give the worker.');
    end if;
    return new;
end $$;

create or replace trigger compensation_by_terms before update on task.assignment
    for each row when (new.compensation_cents <> old.compensation_cents)
    execute function escrow.check_compensation();
create or replace trigger compensation_never_born before insert on task.assignment
    for each row when (new.compensation_cents <> 0)
    execute function core._refuse('HX004', 'compensation_cents', 'Nothing is owed yet.');

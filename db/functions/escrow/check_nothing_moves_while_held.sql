-- While a payment is held nothing of its task is decided; a proof may be handed in and a dispute opened.
-- The ends are refused by escrow.on_task_ended, acceptance by check_accepted_requires_funded.
create or replace function escrow.check_nothing_moves_while_held()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    work uuid := (to_jsonb(new) ->> case tg_table_name when 'task' then 'id' else 'task_id' end)::uuid;
begin
    if exists (select from escrow.escrow as e where e.task_id = work and e.held_at is not null) then
        perform core.fail('HX202');
    end if;
    return new;
end $$;

create or replace trigger task_stands_while_held before update on task.task
    for each row when ((old.state, new.state) in (('ACCEPTED', 'OPEN'), ('PROOF_SUBMITTED', 'ACCEPTED')))
    execute function escrow.check_nothing_moves_while_held();
create or replace trigger proof_stands_while_held before update on proof.proof
    for each row when (old.state is distinct from new.state and new.state in ('ACCEPTED', 'REJECTED'))
    execute function escrow.check_nothing_moves_while_held();
create or replace trigger dispute_stands_while_held before update on dispute.dispute
    for each row when (old.state is distinct from new.state and new.state = 'RESOLVED')
    execute function escrow.check_nothing_moves_while_held();

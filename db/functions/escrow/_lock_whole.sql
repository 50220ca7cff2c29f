-- Lock an escrow from the top, its task first; one that is not there is HXA02.
create or replace function escrow._lock_whole(escrow_id uuid)
    returns escrow.escrow
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    held escrow.escrow;
begin
    select e.* into held from escrow.escrow as e where e.id = escrow_id;
    if not found then
        perform core.fail('HXA02', 'escrow_id');
    end if;
    perform task._lock(held.task_id);
    select e.* into held from escrow.escrow as e where e.id = escrow_id for no key update;
    return held;
end $$;

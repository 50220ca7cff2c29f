-- Keep that a backup was restored and proved (scripts/restore): in the database that was restored, and in
-- the living one after a drill.
create or replace function audit.record_restore(
    label                text,
    is_drill             boolean,
    restored_to_at       timestamptz,
    last_transaction_at  timestamptz,
    recovery_seconds     numeric,
    loss_seconds         numeric,
    invariants           integer,
    violations           bigint,
    broken_seals         integer
)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    made_id uuid := core.new_id();
begin
    insert into audit.restore (id, label, is_drill, restored_to_at, last_transaction_at, recovery_seconds,
        loss_seconds, invariants, violations, broken_seals)
    values (made_id, label, is_drill, restored_to_at, last_transaction_at, recovery_seconds, loss_seconds,
            invariants, violations, broken_seals);
    return made_id;
end $$;

comment on function audit.record_restore is $$Keep that a backup was restored and what its proofs found.
@param label the base backup that it began with
@param is_drill whether the living database went on beside it
@param restored_to_at the time that was asked for; null for the last archived
@param last_transaction_at when the last transaction was committed that came back
@param recovery_seconds from the beginning until all was proved
@param loss_seconds how much could have been lost at most; null for a time asked for
@param invariants how many were proved
@param violations how many rows broke one
@param broken_seals how many sealed days did not verify
@returns the id of the record
@errors none
@source DRH-003 DRH-030 DEP-37$$;

grant execute on function audit.record_restore to hx_dba;

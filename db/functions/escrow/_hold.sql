-- Hold the money of an escrow that is locked from the top.
create or replace function escrow._hold(
    escrow_id            uuid,
    kind                 text,
    reason               text,
    opened_by            uuid,
    provider_dispute_id  text default null,
    hold_id              uuid default core.new_id()
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    insert into escrow.hold (id, escrow_id, kind, reason, opened_by, provider_dispute_id)
    values (hold_id, escrow_id, kind, reason, opened_by, provider_dispute_id);
    update escrow.escrow as e
       set state = 'LOCKED_DISPUTE', held_at = coalesce(e.held_at, core.now())
     where e.id = escrow_id;
end $$;

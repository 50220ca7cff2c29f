-- One hold as staff sees it.
create or replace function escrow._hold_view(hold_id uuid)
    returns escrow.hold_view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return (select row(h.id, e.id, e.task_id, h.kind, h.reason, h.opened_at, h.closed_at,
               h.closing_reason, e.state)::escrow.hold_view
              from escrow.hold as h join escrow.escrow as e on e.id = h.escrow_id
             where h.id = hold_id);
end $$;

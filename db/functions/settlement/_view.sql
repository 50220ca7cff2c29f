-- A settlement as staff sees it.
create or replace function settlement._view(settlement_id uuid)
    returns settlement.view
    language sql stable security definer set search_path = ''
as $$
    select row(s.id, s.kind, s.leg, s.escrow_id, s.payee_id, s.amount_cents, s.currency, s.state,
            s.attempts, s.provider_reference, nullif(s.due_at, 'infinity'), s.exhausted_at,
            s.last_error, s.replaces_id, s.created_at, s.finished_at,
            (select coalesce(array_agg(row(h.id, h.settlement_id, h.kind, h.reason, h.lifts_at,
                        h.opened_at, h.closed_at)::settlement.hold_view order by h.id),
                        array[]::settlement.hold_view[])
               from settlement.hold as h where h.settlement_id = s.id))::settlement.view
      from settlement.settlement as s
     where s.id = _view.settlement_id
$$;

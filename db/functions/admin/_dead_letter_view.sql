-- A dead letter as staff sees it.
create or replace function admin._dead_letter_view(dead_letter_id uuid)
    returns admin.dead_letter_view
    language sql stable security definer set search_path = ''
as $$
    select row(d.id, d.kind, d.order_id, d.attempts, d.error, d.buried_at, d.closed_at,
            d.closing)::admin.dead_letter_view
      from core.dead_letter as d
     where d.id = _dead_letter_view.dead_letter_id
$$;

-- A credential as staff sees it.
create or replace function verification._queue_item(credential_id uuid)
    returns verification.queue_item
    language sql stable security definer set search_path = ''
as $$
    select row(k.id, k.account_id, u.full_name, k.kind, k.trade, k.location_state,
               k.licence_number, k.licence_type, k.policy_number, k.coverage_cents, k.currency,
               k.document_keys, k.state, k.version, k.submitted_at)::verification.queue_item
      from verification.credential as k
      join account.user as u on u.id = k.account_id
     where k.id = _queue_item.credential_id
$$;

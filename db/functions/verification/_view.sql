-- A credential as its owner sees it.
create or replace function verification._view(credential_id uuid)
    returns verification.credential_view
    language sql stable security definer set search_path = ''
as $$
    select row(k.id, k.kind, k.trade, k.location_state, verification._masked(k.licence_number),
               k.licence_type, k.policy_number, k.coverage_cents,
               k.currency, k.state, k.submitted_at, k.verified_at, k.expires_at, k.failure,
               verification._is_renewable(k.state, k.expires_at))::verification.credential_view
      from verification.credential as k where k.id = _view.credential_id
$$;

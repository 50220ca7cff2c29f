-- Whose credential it is and for what never changes; what was handed in changes with a new
-- submission alone, and what was found about it with its state.
create or replace function verification.check_terms_immutable()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    if (new.account_id, new.kind, new.created_at) <> (old.account_id, old.kind, old.created_at)
       or (new.trade, new.location_state) is distinct from (old.trade, old.location_state)
       or (new.state = old.state
           and (new.method, new.reviewer_id, new.failure, new.verified_at, new.expires_at)
               is distinct from
               (old.method, old.reviewer_id, old.failure, old.verified_at, old.expires_at))
       or ((old.state = new.state or new.state <> 'PENDING')
           and (new.licence_number, new.licence_type, new.policy_number, new.coverage_cents,
                new.currency, new.document_keys, new.consented_at, new.provider, new.submitted_at)
               is distinct from
               (old.licence_number, old.licence_type, old.policy_number, old.coverage_cents,
                old.currency, old.document_keys, old.consented_at, old.provider,
                old.submitted_at))
    then
        perform core.fail('HXA11', null,
            'A credential is handed in anew and verified anew, and never edited.');
    end if;
    return new;
end $$;

create or replace trigger terms_immutable before update on verification.credential
    for each row execute function verification.check_terms_immutable();

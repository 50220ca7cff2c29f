-- Hand a credential in. What failed or expired is used again; beside one that is verified and will
-- expire soon a row of its own waits, so that a renewal leaves no gap. The account is locked.
create or replace function verification._submit(handed verification.credential)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known verification.credential;
    used_id uuid;
begin
    for known in
        select k.* from verification.credential as k
         where k.account_id = handed.account_id and k.kind = handed.kind
           and k.trade is not distinct from handed.trade
           and k.location_state is not distinct from handed.location_state
         order by k.submitted_at, k.id
           for no key update
    loop
        if known.state = 'PENDING' then
            perform core.fail('HXA03', null, 'It waits for its verification already.');
        elsif known.state = 'VERIFIED'
              and not verification._is_renewable(known.state, known.expires_at)
        then
            perform core.fail('HXA03', null, 'It is verified already.',
                format('It can be renewed from %s on.',
                    core._iso(known.expires_at - verification._renewal_period())));
        elsif known.state <> 'VERIFIED' then
            used_id := known.id;
        end if;
    end loop;
    if used_id is null then
        insert into verification.credential as k (account_id, kind, trade, location_state,
            licence_number, licence_type, policy_number, coverage_cents, document_keys,
            consented_at, provider)
        values (handed.account_id, handed.kind, handed.trade, handed.location_state,
            handed.licence_number, handed.licence_type, handed.policy_number,
            handed.coverage_cents, coalesce(handed.document_keys, '{}'), handed.consented_at,
            handed.provider)
        returning k.id into used_id;
    else
        update verification.credential as k
           set state = 'PENDING', licence_number = handed.licence_number,
               licence_type = handed.licence_type, policy_number = handed.policy_number,
               coverage_cents = handed.coverage_cents,
               document_keys = coalesce(handed.document_keys, '{}'),
               consented_at = handed.consented_at, provider = handed.provider,
               submitted_at = core.now(), verified_at = null, expires_at = null, method = null,
               reviewer_id = null, failure = null
         where k.id = used_id;
    end if;
    return used_id;
end $$;

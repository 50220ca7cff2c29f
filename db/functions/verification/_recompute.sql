-- Derive a person's capability profile and verified trades anew, in the transaction of whatever
-- changed an input. Locks his standing first, so that of two that change inputs at once the later
-- one sees both; whoever is not to work (yet) has no profile. A profile that changed is an event.
create or replace function verification._recompute(account_id uuid)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    derived verification.derivation;
    known_digest text;
begin
    perform from trust.standing as s where s.account_id = account_id for no key update;
    select p.inputs_digest into known_digest from verification.capability_profile as p
     where p.account_id = account_id;
    select d.* into derived from verification._derivation(core.now()) as d
     where d.account_id = account_id;
    if not found then
        return;
    end if;
    update verification.capability_profile as p
       set location_state = derived.location_state, tier = derived.tier,
           clearances = derived.clearances, is_insured = derived.is_insured,
           insurance_expires_at = derived.insurance_expires_at,
           background_checked = derived.background_checked,
           background_expires_at = derived.background_expires_at,
           takes_in_home = derived.takes_in_home, takes_urgent = derived.takes_urgent,
           takes_high_value = derived.takes_high_value,
           version = p.version + (p.inputs_digest <> derived.inputs_digest)::integer,
           inputs_digest = derived.inputs_digest, derived_at = core.now()
     where p.account_id = account_id;
    if not found then
        insert into verification.capability_profile (account_id, location_state, tier, clearances,
            is_insured, insurance_expires_at, background_checked, background_expires_at,
            takes_in_home, takes_urgent, takes_high_value, inputs_digest)
        values (derived.account_id, derived.location_state, derived.tier, derived.clearances,
            derived.is_insured, derived.insurance_expires_at, derived.background_checked,
            derived.background_expires_at, derived.takes_in_home, derived.takes_urgent,
            derived.takes_high_value, derived.inputs_digest);
    end if;
    delete from verification.verified_trade as v
     where v.account_id = account_id
       and not exists (select from verification._derived_trades(core.now()) as t
                        where t.account_id = v.account_id and t.trade = v.trade
                          and t.location_state = v.location_state);
    insert into verification.verified_trade as v
        (account_id, trade, location_state, credential_id, expires_at)
    select t.account_id, t.trade, t.location_state, t.credential_id, t.expires_at
      from verification._derived_trades(core.now()) as t
     where t.account_id = account_id
    on conflict on constraint verified_trade_pkey do update
       set credential_id = excluded.credential_id, expires_at = excluded.expires_at
     where (v.credential_id, v.expires_at) <> (excluded.credential_id, excluded.expires_at);
    if derived.inputs_digest is distinct from known_digest then
        perform core._happened('account', account_id, 'capability_changed');
    end if;
end $$;

-- ELI-04: the same inputs give the same profile: each is derived anew as of when it was, as one set.
create or replace view audit._proves_profiles_are_derived as
select c.account_id
  from verification.claim as c
  left join verification.capability_profile as p on p.account_id = c.account_id
  left join lateral (
        select d.* from verification._derivation(p.derived_at) as d
         where d.account_id = c.account_id) as d on true
 where (p.account_id is null) <> (c.role = 'poster')
    or (p.location_state, p.tier, p.clearances, p.is_insured, p.insurance_expires_at,
        p.background_checked, p.background_expires_at, p.takes_in_home, p.takes_urgent,
        p.takes_high_value, p.inputs_digest)
       is distinct from
       (d.location_state, d.tier, d.clearances, d.is_insured, d.insurance_expires_at,
        d.background_checked, d.background_expires_at, d.takes_in_home, d.takes_urgent,
        d.takes_high_value, d.inputs_digest)
union all
select p.account_id
  from verification.capability_profile as p
 where not exists (select from verification.claim as c where c.account_id = p.account_id);
comment on view audit._proves_profiles_are_derived is
    'Whoever declared to work has a capability profile, nobody else has, and each is what its inputs give';

-- INV-ELIGIBILITY-1, 4, 5, 7 and 8: a profile is what its inputs give now, whoever writes it, and is
-- never deleted. The code tells what was forged.
create or replace function verification.check_profile_derived()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
declare
    derived verification.derivation;
begin
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.account_id <> old.account_id) then
        perform core.fail('HX609', null, 'A capability profile is derived and never taken away.');
    end if;
    select d.* into derived from verification._derivation(core.now()) as d
     where d.account_id = new.account_id;
    if not found then
        perform core.fail('HX609', null, 'Who has not declared to work has no capability profile.');
    end if;
    if new.tier = derived.tier and new.clearances <> derived.clearances then
        perform core.fail('HX605', 'clearances');
    end if;
    if new.insurance_expires_at is distinct from derived.insurance_expires_at then
        perform core.fail('HX608', 'is_insured');
    end if;
    if (new.account_id, new.location_state, new.tier, new.clearances, new.is_insured,
        new.insurance_expires_at, new.background_checked, new.background_expires_at,
        new.takes_in_home, new.takes_urgent, new.takes_high_value, new.inputs_digest)
           is distinct from
       (derived.account_id, derived.location_state, derived.tier, derived.clearances,
        derived.is_insured, derived.insurance_expires_at, derived.background_checked,
        derived.background_expires_at, derived.takes_in_home, derived.takes_urgent,
        derived.takes_high_value, derived.inputs_digest)
       or new.derived_at <> core.now()
       or new.version <> (case tg_op when 'INSERT' then 1
              else old.version + (old.inputs_digest <> new.inputs_digest)::integer end)
    then
        perform core.fail('HX609', null, 'A capability profile is derived and never edited.');
    end if;
    return new;
end $$;

create or replace trigger profile_derived before insert or update or delete
    on verification.capability_profile
    for each row execute function verification.check_profile_derived();

-- Make the account of a verified identity, once. Idempotent per provider uid.
create or replace function account.register(
    full_name               core.full_name,
    birth_date              date,
    accepted_terms_version  account.terms_version,
    invite_code             account.invite_code default null
)
    returns account.profile
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    context jsonb := core._context();
    identity jsonb := context -> 'identity';
    subject text := identity ->> 'subject';
    person uuid;
begin
    if subject is null then
        perform core.fail('HX501');
    end if;
    perform core._because(null);
    select u.id into person from account.user as u where u.provider_uid = subject;
    if found then
        perform core._enter(person, identity, context ->> 'request_id',
            (context ->> 'for_session')::boolean, context ->> 'traceparent');
        return account.get_profile();
    end if;
    if full_name is null then
        perform core.fail('HXA01', 'full_name', 'A full name is required.');
    end if;
    if birth_date is null or birth_date > core.now()::date - interval '18 years' then
        perform core.fail('HXA01', 'birth_date', 'You must be at least 18 years old.');
    end if;
    if birth_date < date '1900-01-01' then
        perform core.fail('HXA01', 'birth_date', 'That birth date is not plausible.');
    end if;
    if accepted_terms_version is null then
        perform core.fail('HXA01', 'accepted_terms_version', 'The terms must be accepted.');
    end if;

    insert into account.user as u
        (provider_uid, email, phone, full_name, birth_date, accepted_terms_version)
    values (subject, identity ->> 'email', identity ->> 'phone', btrim(full_name), birth_date,
            accepted_terms_version)
    on conflict do nothing
    returning u.id into person;
    if person is null then
        -- A twin of this registration was first, or somebody else has the e-mail or phone.
        select u.id into person from account.user as u where u.provider_uid = subject;
        if not found then
            perform core.fail('HXA03', 'email', 'That e-mail or phone belongs to another account.');
        end if;
    else
        if core._flag_is_on('beta_mode', subject) then
            perform account._require_room();
        end if;
        if invite_code is not null then
            perform account._redeem(person, invite_code);
        elsif core._flag_is_on('invite_required', subject) then
            perform core.fail('HXA01', 'invite_code', 'An invitation is needed to join.');
        end if;
    end if;
    -- From here on the caller is this account.
    perform core._enter(person, identity, context ->> 'request_id',
        (context ->> 'for_session')::boolean, context ->> 'traceparent');
    return account.get_profile();
end $$;

comment on function account.register is $$Make the account of the signed-in identity; a repeat answers it again.
@param full_name 2 to 100 letters, spaces, hyphens or apostrophes
@param birth_date at least 18 years ago
@param accepted_terms_version the version of the terms that was shown
@param invite_code an invitation; needed only while the flag invite_required is on
@idempotency required
@returns the profile
@errors HX501 HX503 HX504 HXA01 HXA03
@source SEC-21 ADM-07 ADM-08 ADM-10 S26$$;

grant execute on function account.register to hx_member;

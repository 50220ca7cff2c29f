-- The DBA's door: this session acts as the named person from here on, and that is an event.
create or replace function core.become(email text, reason text)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person uuid;
    subject text;
begin
    if reason is null or btrim(reason) = '' then
        perform core.fail('HXA01', 'reason', 'A reason is required.',
            'Say why you act as somebody else.');
    end if;
    if email is null or email !~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$' then
        perform core.fail('HXA01', 'email', 'That is not an e-mail address.');
    end if;

    select u.id, u.provider_uid into person, subject
      from account.user as u where u.email = lower(email);
    if person is null and core._is_production() then
        perform core.fail('HX504', 'email');
    end if;

    perform core._enter(person,
        jsonb_build_object('subject', coalesce(subject, 'dba:' || lower(email)), 'email', lower(email)),
        'become-' || core.new_id(), true);
    perform core._because(reason);
    perform core._happened('account', coalesce(person, core.new_id()), 'became',
        jsonb_build_object('known', person is not null));
    perform core._because(null);
    return person;
end $$;

comment on function core.become is $$Act as a person for the rest of this session; recorded as an event.
Where no account has that e-mail it stands as a verified subject, so that account.register can be
played (refused in production).
@param email the person's e-mail address
@param reason why, kept on the event
@returns the account's id, null where there is none yet
@errors HXA01 HX504$$;

grant execute on function core.become to hx_dba;

-- Who has no account: nobody signs in first (HX501), a verified identity registers (HX504).
create or replace function core._fail_unknown(context jsonb)
    returns void
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if context -> 'identity' ->> 'subject' is null then
        perform core.fail('HX501');
    end if;
    perform core.fail('HX504', null, 'There is no account for this identity yet.',
        'Call account.register first.');
end $$;

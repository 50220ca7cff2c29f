-- Hand in a licence of a trade in a state; nothing is allowed by it before it is verified.
create or replace function verification.submit_licence(
    trade           verification.trade_code,
    location_state  city.state_code,
    licence_number  verification.licence_number,
    licence_type    verification.licence_type default null,
    document_keys   verification.document_key[] default null
)
    returns verification.credential_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := verification._hustler();
    handed verification.credential;
begin
    if not exists (select from verification.trade as t
                    where t.code = trade and t.kind <> 'low_risk')
    then
        perform core.fail('HXA01', 'trade', 'That is no trade that a licence is for.');
    end if;
    if not exists (select from city.us_state as s where s.code = location_state) then
        perform core.fail('HXA01', 'location_state', 'There is no such state.');
    end if;
    if licence_number is null then
        perform core.fail('HXA01', 'licence_number', 'A licence number is required.');
    end if;
    handed.account_id := person.id;
    handed.kind := 'licence';
    handed.trade := trade;
    handed.location_state := location_state;
    handed.licence_number := upper(licence_number);
    handed.licence_type := licence_type;
    handed.document_keys := document_keys;
    handed.id := verification._submit(handed);
    return verification._view(handed.id);
end $$;

comment on function verification.submit_licence is $$Hand in a licence, or hand it in again after it failed, expired, or will
soon. Free, and it waits for its verification.
@wire verification.submitLicense
@param trade a trade that needs a licence, or may
@param location_state one of the 50 states or DC
@param licence_number 4 to 50 letters, digits and dashes
@param document_keys at most 10 files
@returns the credential, PENDING
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source ELI-03$$;

grant execute on function verification.submit_licence to hx_member;

-- Hand in the insurance of a verified trade.
create or replace function verification.submit_insurance(
    trade           verification.trade_code,
    coverage_cents  verification.coverage_cents,
    document_keys   verification.document_key[],
    policy_number   verification.policy_number default null
)
    returns verification.credential_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := verification._hustler();
    handed verification.credential;
begin
    if coverage_cents is null then
        perform core.fail('HXA01', 'coverage_cents', 'The amount that it covers is required.');
    end if;
    if coalesce(cardinality(document_keys), 0) = 0 then
        perform core.fail('HXA01', 'document_keys', 'The certificate is required.');
    end if;
    if not exists (select from verification._derived_trades(core.now()) as t
                    where t.account_id = person.id and t.trade = trade)
    then
        perform core.fail('HX608', 'trade');
    end if;
    handed.account_id := person.id;
    handed.kind := 'insurance';
    handed.trade := trade;
    handed.coverage_cents := coverage_cents;
    handed.document_keys := document_keys;
    handed.policy_number := policy_number;
    handed.id := verification._submit(handed);
    return verification._view(handed.id);
end $$;

comment on function verification.submit_insurance is $$Hand in the insurance of a trade whose licence is verified, or hand it in
again after it failed, expired, or will soon.
@param coverage_cents US cents
@param document_keys 1 to 10 files: the certificate
@returns the credential, PENDING
@errors HX501 HX503 HX504 HX602 HX608 HXA01 HXA03
@source ELI-03$$;

grant execute on function verification.submit_insurance to hx_member;

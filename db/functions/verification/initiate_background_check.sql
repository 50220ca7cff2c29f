-- Ask for a background check, with consent; one at a time.
create or replace function verification.initiate_background_check(consent_given boolean)
    returns verification.credential_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := verification._hustler();
    handed verification.credential;
begin
    if consent_given is not true then
        perform core.fail('HXA01', 'consent_given', 'There is no background check without consent.');
    end if;
    handed.account_id := person.id;
    handed.kind := 'background';
    handed.consented_at := core.now();
    handed.provider := coalesce((select s.value from core.setting as s
                                  where s.name = 'background_provider'), 'checkr');
    handed.id := verification._submit(handed);
    return verification._view(handed.id);
end $$;

comment on function verification.initiate_background_check is $$Ask for a background check of oneself. The identity must be verified; the
consent and its time are kept.
@param consent_given must be true
@returns the credential, PENDING
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source ELI-03$$;

grant execute on function verification.initiate_background_check to hx_member;

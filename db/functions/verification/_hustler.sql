-- The calling account, able to act and locked so that its credentials change one at a time; who has
-- not declared to work has none, and who he is must be known.
create or replace function verification._hustler()
    returns account.user
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := account._acting(one_at_a_time => true);
begin
    if not exists (select from verification.claim as c
                    where c.account_id = person.id and c.role <> 'poster')
    then
        perform core.fail('HXA03', null, 'Only who has said that he works has credentials.',
            'Finish the onboarding as a hustler first.');
    end if;
    if person.identity_verified_at is null then
        perform core.fail('HXA03', null, 'The identity must be verified first.');
    end if;
    return person;
end $$;

-- Shapes of eligibility.
do $$
begin
    if to_regtype('eligibility.capability') is null then
        create type eligibility.capability as (
            account_id uuid, location_state text, tier integer, clearances text[], trades text[],
            is_insured boolean, background_checked boolean);
    end if;
end $$;

comment on type eligibility.capability is
    'What a person may do now; trades as trade:state, such as electrician:WA';

-- Shapes of eligibility.
do $$
begin
    if to_regtype('eligibility.capability') is null then
        create type eligibility.capability as (
            account_id uuid, location_state text, tier integer, clearances text[], trades text[],
            is_insured boolean, background_checked boolean);
    end if;
    if to_regtype('eligibility.demand') is null then
        create type eligibility.demand as (
            category text, required_trade text, required_tier integer, risk_level text,
            insurance_required boolean, background_required boolean);
    end if;
    if to_regtype('eligibility.reason') is null then
        create type eligibility.reason as (
            rule text, value text, threshold text, passed boolean, blocker text, remedy text);
    end if;
end $$;

comment on type eligibility.capability is
    'What a person may do now; trades as trade:state, such as electrician:WA';
comment on type eligibility.reason is
    'A rule of taking work: what the person has, what is asked, whether that is enough, and else the code
of what is in the way and what would help. @nullable value threshold blocker remedy';
comment on type eligibility.demand is 'What work of a category asks for. @nullable required_trade';

-- Whether a capability meets what work demands: the six checks. Inlined by its caller. @source LIF-24
create or replace function eligibility._meets(
    location_state       text,
    tier                 integer,
    clearances           text[],
    trades               text[],
    is_insured           boolean,
    background_checked   boolean,
    work_state           text,
    required_trade       text,
    required_tier        integer,
    risk_level           text,
    insurance_required   boolean,
    background_required  boolean
)
    returns boolean
    language sql immutable
as $$
    select work_state = location_state
       and (required_trade is null or required_trade || ':' || work_state = any (trades))
       and required_tier <= tier
       and risk_level = any (clearances)
       and (is_insured or not insurance_required)
       and (background_checked or not background_required)
$$;

-- The six checks: state, trade in the work's state, tier, clearance, insurance, background. What the
-- person has comes from eligibility._capability, what the work asks for from its row. Inlined.
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
    return location_state = work_state
       and (required_trade is null or required_trade || ':' || work_state = any (trades))
       and tier >= required_tier
       and risk_level = any (clearances)
       and (not insurance_required or is_insured)
       and (not background_required or background_checked);

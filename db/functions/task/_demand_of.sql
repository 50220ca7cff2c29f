-- The row of what work asks for, made where it is the first to ask for so much.
create or replace function task._demand_of(
    category             text,
    location_state       text,
    required_trade       text,
    required_tier        integer,
    risk_level           text,
    insurance_required   boolean,
    background_required  boolean
)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    asked integer;
begin
    loop
        select d.id into asked from task.demand as d
         where d.category = category and d.location_state = location_state
           and d.required_trade is not distinct from required_trade
           and d.required_tier = required_tier and d.risk_level = risk_level
           and d.insurance_required = insurance_required
           and d.background_required = background_required;
        exit when found;
        insert into task.demand (category, location_state, required_trade, required_tier, risk_level,
            insurance_required, background_required)
        values (category, location_state, required_trade, required_tier, risk_level,
            insurance_required, background_required)
        on conflict on constraint demand_once do nothing;
    end loop;
    return asked;
end $$;

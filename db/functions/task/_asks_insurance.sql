-- Whether work asks for insurance: its risk does, or it is skilled work of medium risk (domain.md §2.11).
create or replace function task._asks_insurance(
    risk_level       text,
    needs_insurance  boolean,
    required_trade   text
)
    returns boolean
    language sql immutable
    return needs_insurance or (risk_level = 'medium' and required_trade is not null);

-- A finding of the first severity about a kind of money movement freezes that kind until a person thaws it.
-- @source ADM-09
create or replace function audit.on_grave_finding()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform core._freeze(case new.details ->> 'kind' when 'transfer' then 'TRANSFERS'
        when 'refund' then 'REFUNDS' when 'reversal' then 'REVERSALS'
        when 'payment_intent' then 'FUNDING' end, null, format('finding %s %s', new.kind, new.id));
    return null;
end $$;

create or replace trigger zzz_freezes after insert on audit.finding
    for each row when (new.severity = 'P0')
    execute function audit.on_grave_finding();

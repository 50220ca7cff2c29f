-- Seal the last day that is over, with whatever no seal holds yet, if it is not sealed.
create or replace function ledger.seal_days()
    returns setof ledger.seal_view
    language plpgsql security definer set search_path = ''
as $$
declare
    made ledger.seal_view;
begin
    perform core._enter(null, null, 'seal-' || core.new_id(), false);
    made := ledger._seal_day((clock_timestamp() at time zone 'UTC')::date - 1);
    if made.number is not null then
        return next made;
    end if;
end $$;

comment on function ledger.seal_days is $$Seal yesterday (UTC) with all that no seal holds yet: a tree over its journals, chained to the seal before.
@returns the seal, if one was made; its hash is what an outsider should keep
@errors none
@source STL-18 LED-002 S-L6$$;

grant execute on function ledger.seal_days to hx_job, hx_admin;

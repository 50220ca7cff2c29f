-- Verify sealed days whole: the two newest and, so that each comes by every thirty days, those whose
-- turn it is today. What does not fit is a finding of the first severity.
create or replace function audit.verify_seals()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    turn integer := (clock_timestamp() at time zone 'UTC')::date - date '2020-01-01';
    sealed record;
    fault ledger.seal_fault;
    found integer := 0;
begin
    perform core._enter(null, null, 'verify-seals-' || core.new_id(), false);
    for sealed in
        select s.id, s.day from ledger.seal as s
         where s.number % 30 = turn % 30
            or s.number > (select max(k.number) - 2 from ledger.seal as k)
         order by s.number
    loop
        select f.* into fault from ledger.verify_seal(sealed.day) as f limit 1;
        if fault.fault is not null then
            perform audit._find('seal_broken', 'P0', 'ledger.seal', sealed.id, jsonb_build_object(
                'day', sealed.day, 'fault', fault.fault, 'what', fault.what,
                'journal_id', fault.journal_id, 'line', fault.line));
            found := found + 1;
        end if;
    end loop;
    return found;
end $$;

comment on function audit.verify_seals is $$Verify sealed days whole: the two newest, and each other one every thirty days. A broken one is a finding P0.
@returns how many days are broken
@errors none
@source STL-18 LED-002 S-L6$$;

grant execute on function audit.verify_seals to hx_job;

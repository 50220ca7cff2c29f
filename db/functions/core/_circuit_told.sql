-- What calls to an outside party told of its health. So many failures in a row, or one while half open,
-- open the circuit; a success while half open closes it, and successes then let more through, step by step.
create or replace function core._circuit_told(party text, succeeded integer, failed integer)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    circuit core.circuit;
begin
    select c.* into circuit from core.circuit as c where c.party = party;
    if not found or succeeded + failed = 0 or (failed = 0 and circuit.state = 'CLOSED' and circuit.failures = 0
                     and circuit.allowance >= circuit.full_batch)
    then
        return; -- the usual case writes nothing
    end if;
    select c.* into strict circuit from core.circuit as c where c.party = party for no key update;
    if circuit.state = 'OPEN' then
        return; -- of calls that began before it opened
    elsif failed > 0 and (circuit.state = 'HALF_OPEN'
                          or (succeeded = 0 and circuit.failures + failed >= circuit.threshold))
    then
        update core.circuit as c
           set state = 'OPEN', failures = 0, openings = c.openings + 1, allowance = 1,
               opened_at = clock_timestamp(),
               probe_at = clock_timestamp()
                   + least(interval '1 hour', c.pause * power(2, least(c.openings, 10)))
         where c.id = circuit.id;
    elsif circuit.state = 'HALF_OPEN' then
        update core.circuit as c
           set state = 'CLOSED', probe_at = null, allowance = least(2, c.full_batch)
         where c.id = circuit.id;
    elsif succeeded = 0 then
        update core.circuit as c set failures = c.failures + failed where c.id = circuit.id;
    else
        update core.circuit as c
           set failures = 0, allowance = least(c.full_batch, c.allowance * 2),
               openings = case when c.allowance * 2 >= c.full_batch then 0 else c.openings end
         where c.id = circuit.id;
    end if;
end $$;

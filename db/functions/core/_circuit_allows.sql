-- How many calls to an outside party may begin now, of those wanted: all that the circuit allows while
-- closed, none while open, and one when its pause is over, for whoever comes first. A party's circuit is
-- made when it is first called.
create or replace function core._circuit_allows(party text, wanted integer)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    allowed integer;
begin
    select least(wanted, c.allowance) into allowed from core.circuit as c
     where c.party = party and c.state = 'CLOSED';
    if found then
        return allowed;
    end if;
    update core.circuit as c
       set state = 'HALF_OPEN', probe_at = clock_timestamp() + c.pause
     where c.party = party and c.state in ('OPEN', 'HALF_OPEN') and c.probe_at <= clock_timestamp();
    if found then
        return least(wanted, 1);
    end if;
    insert into core.circuit as c (party) values (party)
    on conflict on constraint circuit_party_unique do nothing
    returning least(wanted, c.allowance) into allowed;
    return coalesce(allowed, 0);
end $$;

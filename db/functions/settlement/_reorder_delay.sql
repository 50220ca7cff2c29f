-- How long the engine waits before it orders anew a transfer that was refused for its account's sake: the
-- longer the oftener it was, null where it is a person's (P17: no storm).
create or replace function settlement._reorder_delay(refused settlement.settlement)
    returns interval
    language sql stable security definer set search_path = ''
as $$
    select case when count(*) <= 1 then interval '0' else settlement._delay(count(*)::integer - 1) end
      from settlement.settlement as s
     where (s.kind, s.source_id, s.leg) = ((_reorder_delay.refused).kind,
               (_reorder_delay.refused).source_id, (_reorder_delay.refused).leg)
       and s.state = 'FAILED' and settlement._awaits_account(s.last_error)
$$;

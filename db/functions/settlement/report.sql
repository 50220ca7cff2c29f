-- What calls to Stripe came to, each in a block of its own: one that fails is kept with its error and
-- stops none of the others; its lease runs out and it is looked up. Locks the accounts for whose sake some
-- were refused, settlements by id, then the payables that they post to.
create or replace function settlement.report(fates jsonb)
    returns setof settlement.verdict
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    fate settlement.fate;
    is_stale boolean;
    succeeded integer := 0;
    failed integer := 0;
    stack text;
begin
    perform core._enter(null, null, 'report-' || core.new_id(), false);
    -- What Stripe tells of an account locks it before its settlements.
    perform from stripe.connected_account as c
      where c.account_id in (
            select s.payee_id from jsonb_populate_recordset(null::settlement.fate, fates) as f
              join settlement.settlement as s on s.id = f.settlement_id
             where settlement._awaits_account(f.error))
      order by c.account_id for no key update;
    perform from settlement.settlement as s
      where s.id in (select f.settlement_id from jsonb_populate_recordset(null::settlement.fate, fates) as f)
      order by s.id for no key update;
    perform from ledger.account as a
      where a.kind = 'payable'
        and (a.owner_id, a.currency) in (
            select s.payee_id, s.currency from settlement.settlement as s
             where s.kind <> 'refund' and s.id in (select f.settlement_id
                from jsonb_populate_recordset(null::settlement.fate, fates) as f))
      order by a.kind desc, a.id for no key update;
    for fate in
        select f.* from jsonb_populate_recordset(null::settlement.fate, fates) as f order by f.settlement_id
    loop
        if fate.outcome is null or fate.outcome not in ('done', 'refused', 'unknown', 'absent') then
            perform core.fail('HXA01', 'outcome', 'It is done, refused, unknown or absent.');
        elsif fate.outcome = 'done' and fate.reference is null then
            perform core.fail('HXA01', 'reference', 'What was done has its id at Stripe.');
        end if;
        begin
            is_stale := settlement._told(fate);
            set constraints all immediate; -- what would fail only at commit fails here
        exception when others then
            if sqlstate in ('40001', '40P01') then
                raise;
            end if;
            get stacked diagnostics stack = pg_exception_context;
            is_stale := true;
            perform core._failed('order', 'settlement.report', fate.settlement_id::text, sqlstate, sqlerrm,
                stack);
        end;
        set constraints all deferred;
        if coalesce(fate.is_outage, false) then
            failed := failed + 1;
        else
            succeeded := succeeded + 1;
        end if;
        return next row(fate.settlement_id, (select s.state from settlement.settlement as s
            where s.id = fate.settlement_id), is_stale)::settlement.verdict;
    end loop;
    perform core._circuit_told('stripe', succeeded, failed);
end $$;

comment on function settlement.report is $$Report what calls to Stripe came to. Unknown means a time-out or an outage: the settlement stays
SUBMITTED and is looked up later, never sent under another key. Refused and, after the key's window,
absent are proof that nothing was done.
@param fates a list of settlement.fate: settlement_id, fence, outcome (done, refused, unknown, absent),
reference, error, is_outage
@returns the state of each now; a stale one bore an old fence and did nothing
@errors HXA01 HXA02 HXA18
@source STL-01 STL-16 P8 P9$$;

grant execute on function settlement.report to hx_job;

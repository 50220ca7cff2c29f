-- Compare the ledger with Stripe's statement and settle the findings: of what was written since the last
-- run, or of everything. What differs in both directions is a finding once it is old enough; one that both
-- sides agree in again is FIXED.
create or replace function stripe.reconcile(is_full boolean default false)
    returns stripe.reconciliation
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    began constant timestamptz := clock_timestamp();
    before_horizon xid8;
    known stripe.statement;
    answer stripe.reconciliation;
begin
    perform core._enter(null, null, 'reconcile-' || core.new_id(), false);
    perform core._because('reconciliation');
    is_full := coalesce(is_full, false);
    select s.horizon into before_horizon from stripe.statement as s where s.name = 'platform';
    answer.is_full := is_full;
    answer.examined := stripe._compare(is_full);
    select s.* into strict known from stripe.statement as s where s.name = 'platform';
    select r.fresh, r.closed into answer.found, answer.closed
      from audit._reconcile(known, case when is_full then '0' else coalesce(before_horizon, '0') end, is_full) as r;
    update stripe.statement as s set compared_at = clock_timestamp() where s.name = known.name;
    answer.read_to_at := known.since_at;
    answer.open_findings := (select count(*) from audit.finding as f where f.closed_at is null);
    perform audit._reconciled(answer, began);
    return answer;
end $$;

comment on function stripe.reconcile is $$Compare the ledger with Stripe's statement, both ways and object by object, and settle the findings:
new ones are opened, those that both sides agree in again are FIXED.
@param is_full everything anew, with the books' own invariants and Stripe's balance; otherwise what is new
@returns how much was looked at, found and closed, and until when Stripe's statement was read
@errors none
@source STL-06 STL-07 REC-001 REC-002 REC-003 REC-004 REC-005 PAY-020 S-L2 S-L7 S-L9 S-L11$$;

grant execute on function stripe.reconcile to hx_job;

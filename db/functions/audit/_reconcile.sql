-- Settle the findings of the reconciliation by what differs now: ripe differences are found, findings whose
-- sides agree again are FIXED. What only a full run looks at is left as it is otherwise, and so is Stripe's
-- balance where it can't be compared at this moment.
create or replace function audit._reconcile(
    known         stripe.statement,
    from_horizon  xid8,
    is_full       boolean,
    out fresh     integer,
    out closed    integer
)
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    grace constant interval := coalesce((select s.value::interval from core.setting as s
                                          where s.name = 'reconciliation_grace'), interval '15 minutes');
    is_balanced boolean := is_full and coalesce(known.since_at >= known.balance_at, false);
    differences stripe.difference[];
begin
    select coalesce(array_agg(d), '{}') into differences from (
        select d from stripe._differences(known, grace) as d
        union all select d from audit._stale_settlements() as d
        union all select d from audit._stale_chargebacks() as d
        union all select d from audit._release_differences(from_horizon, known.horizon) as d
        union all select d from stripe._balance_differences(known) as d where is_balanced
        union all select d from audit._broken_invariants() as d where is_full) as d (d);
    is_balanced := is_balanced and not exists (
        select from unnest(differences) as d where d.kind = 'total_differs' and d.is_ripe is null);
    if is_balanced then
        update stripe.statement as s set balanced_at = clock_timestamp()
         where s.name = known.name and not exists (
               select from unnest(differences) as d where d.kind = 'total_differs');
    end if;

    update audit.finding as f
       set state = 'FIXED', closed_at = core.now(), note = 'Both sides agree again.'
      from audit.finding_kind as k
     where k.kind = f.kind and k.is_reconciled and f.closed_at is null
       and case f.kind when 'total_differs' then is_balanced when 'invariant_broken' then is_full else true end
       and not exists (select from unnest(differences) as d
                        where d.kind = f.kind and d.subject = f.subject and d.subject_id = f.subject_id);
    get diagnostics closed = row_count;

    select count(*) filter (where audit._find(d.kind, d.severity, d.subject, d.subject_id,
               jsonb_build_object('kind', d.scope), d.amount_cents, d.currency, d.ours::jsonb,
               d.theirs::jsonb))
      into fresh
      from unnest(differences) as d
     where d.is_ripe;
end $$;

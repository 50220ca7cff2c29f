-- Shapes of audit procedures.
do $$
begin
    if to_regtype('audit.verdict') is null then
        create type audit.verdict as (
            invariant text, statement text, violations bigint, ms numeric);
    end if;
    if to_regtype('audit.proof_view') is null then
        create type audit.proof_view as (
            subjects integer, violations bigint, broken text[], ms numeric);
    end if;
    if to_regtype('audit.readiness_item') is null then
        create type audit.readiness_item as (
            item text, statement text, query text, rows_found bigint, oldest_seconds bigint,
            evidence_found bigint, verdict text);
    end if;
    if to_regtype('audit.reconciliation_report') is null then
        create type audit.check_item as (name text, statement text, differences bigint);
        create type audit.reconciliation_report as (
            id uuid, began_at timestamptz, ended_at timestamptz, read_to_at timestamptz, examined bigint,
            found integer, closed integer, checks audit.check_item[]);
    end if;
    if to_regtype('audit.open_finding') is null then
        create type audit.open_finding as (
            severity text, kind text, subject text, subject_id uuid, amount_cents bigint, currency text,
            ours text, theirs text, age_seconds bigint);
    end if;
end $$;
comment on type audit.check_item is 'A check of the reconciliation: what must hold, and how often it does not';
comment on type audit.reconciliation_report is
    'A full run of the reconciliation. @nullable read_to_at';
comment on type audit.open_finding is
    'A difference by its two references. @nullable amount_cents currency ours theirs';
comment on type audit.verdict is 'One invariant: its name, what must hold, how many rows break it, how long it took';
comment on type audit.readiness_item is 'One item of the checklist: its name, what must hold, the
query that looks for faults, how many it found and how old the oldest is, how much evidence there is
where some is asked for, and PASS, FAIL or UNVERIFIED. @nullable oldest_seconds evidence_found';
comment on type audit.proof_view is
    'A proof of what moved lately: how many things, how many rows break which invariants, how long it took';

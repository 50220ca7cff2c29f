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
end $$;
comment on type audit.verdict is 'One invariant: its name, what must hold, how many rows break it, how long it took';
comment on type audit.readiness_item is 'One item of the checklist: its name, what must hold, the
query that looks for faults, how many it found and how old the oldest is, how much evidence there is
where some is asked for, and PASS, FAIL or UNVERIFIED. @nullable oldest_seconds evidence_found';
comment on type audit.proof_view is
    'A proof of what moved lately: how many things, how many rows break which invariants, how long it took';

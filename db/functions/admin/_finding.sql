-- A finding as staff sees it.
create or replace function admin._finding(broken audit.finding)
    returns admin.finding_item
    language sql stable security definer set search_path = ''
as $$
    select row((_finding.broken).id, (_finding.broken).kind, (_finding.broken).severity, (_finding.broken).state,
            (_finding.broken).subject, (_finding.broken).subject_id, (_finding.broken).amount_cents,
            (_finding.broken).currency,
            jsonb_populate_record(null::admin.finding_side, (_finding.broken).ours),
            jsonb_populate_record(null::admin.finding_side, (_finding.broken).theirs),
            (select k.comment from audit.finding_kind as k where k.kind = (_finding.broken).kind),
            case when (_finding.broken).closed_at is null then (select k.remedy from audit.finding_kind as k
                where k.kind = (_finding.broken).kind) end,
            (_finding.broken).owner_id,
            floor(extract(epoch from coalesce((_finding.broken).closed_at, core.now())
                - (_finding.broken).found_at))::bigint,
            (_finding.broken).found_at, (_finding.broken).closed_at, (_finding.broken).closed_by,
            (_finding.broken).note)::admin.finding_item
$$;

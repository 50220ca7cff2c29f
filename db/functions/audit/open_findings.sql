-- Every open finding, the gravest and oldest first.
create or replace function audit.open_findings()
    returns setof audit.open_finding
    language sql stable security definer set search_path = ''
as $$
    select f.severity, f.kind, f.subject, f.subject_id, f.amount_cents, f.currency::text,
           f.ours ->> 'reference', f.theirs ->> 'reference',
           floor(extract(epoch from core.now() - f.found_at))::bigint
      from audit.finding as f
     where f.closed_at is null
     order by f.severity, f.found_at, f.id
$$;

comment on function audit.open_findings is $$Every open finding, the gravest and oldest first.
@returns what differs by how much, both sides' references, and how old it is
@errors none
@source STL-06 S-L9$$;

grant execute on function audit.open_findings to hx_job, hx_support;

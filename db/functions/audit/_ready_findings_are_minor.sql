create or replace view audit._ready_findings_are_minor as
select f.kind || ' ' || f.subject_id as subject, f.found_at as since
  from audit.finding as f
 where f.severity in ('P0', 'P1') and f.closed_at is null;
comment on view audit._ready_findings_are_minor is
    'There is no open finding of severity P0 or P1';

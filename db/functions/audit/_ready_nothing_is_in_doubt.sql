-- STL-05
create or replace view audit._ready_nothing_is_in_doubt as
select s.id::text as subject, s.submitted_at as since
  from settlement.settlement as s
 where s.finished_at is null and s.submitted_at is not null
   and (s.exhausted_at is not null
        or (s.state in ('SUBMITTED', 'CONFIRMED') and s.submitted_at < core.now() - interval '30 minutes'));
comment on view audit._ready_nothing_is_in_doubt is
    'No settlement was sent more than 30 minutes ago, or used up its attempts, and has no fate yet';

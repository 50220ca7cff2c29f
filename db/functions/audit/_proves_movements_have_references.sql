-- STL-04 STR-09
create or replace view audit._proves_movements_have_references as
select s.id
  from settlement.settlement as s
 where (s.state in ('CONFIRMED', 'SETTLED') and s.provider_reference is null)
    or (s.state in ('SUBMITTED', 'CONFIRMED') and s.submitted_at is null)
union all
select a.id
  from settlement.attempt as a
  join settlement.settlement as s on s.id = a.settlement_id
 where a.fence > s.fence
    or (a.outcome = 'done' and s.finished_at is not null and not exists (
            select from settlement.settlement as b
             where b.kind = s.kind and b.provider_reference = a.reference));
comment on view audit._proves_movements_have_references is
    'What was settled has its id at the provider, and what a worker was told to be made is of a settlement';

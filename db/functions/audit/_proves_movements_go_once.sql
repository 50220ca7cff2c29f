-- STL-01 S-P1 S-P5
create or replace view audit._proves_movements_go_once as
select s.id
  from settlement.settlement as s
 where (s.finished_at is null or s.journal_id is not null) -- not FAILED, as the index has it
   and exists (select from settlement.settlement as o
                where (o.kind, o.source_id, o.leg) = (s.kind, s.source_id, s.leg) and o.id <> s.id
                  and (o.finished_at is null or o.journal_id is not null))
union all
select s.id
  from settlement.settlement as s
  join settlement.settlement as r on r.id = s.replaces_id
 where s.kind <> 'reversal' and s.state <> 'FAILED' and r.kind <> 'reversal' and r.state <> 'FAILED';
comment on view audit._proves_movements_go_once is
    'No obligation has two live movements, and what another replaces FAILED';

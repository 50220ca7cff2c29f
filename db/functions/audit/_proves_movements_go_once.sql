-- STL-01 S-P1 S-P5
create or replace view audit._proves_movements_go_once as
select min(s.id::text)::uuid as id
  from settlement.settlement as s
 where s.state <> 'FAILED'
 group by s.kind, s.source_id, s.leg
having count(*) > 1
union all
select s.id
  from settlement.settlement as s
  join settlement.settlement as r on r.id = s.replaces_id
 where s.kind <> 'reversal' and s.state <> 'FAILED' and r.kind <> 'reversal' and r.state <> 'FAILED';
comment on view audit._proves_movements_go_once is
    'No obligation has two live movements, and what another replaces FAILED';

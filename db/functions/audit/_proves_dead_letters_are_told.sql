-- QUE-12 W20
create or replace view audit._proves_dead_letters_are_told as
select s.id
  from settlement.settlement as s
 where (s.exhausted_at is not null and s.finished_at is null
        or s.state = 'FAILED' and s.last_error not in ('stopped', 'refused_by_staff')
           and not settlement._awaits_account(s.last_error))
   and not exists (select from core.dead_letter as d where d.kind = 'settlement' and d.order_id = s.id)
union all
select d.id
  from core.dead_letter as d
 where not exists (select from settlement.settlement as s where d.kind = 'settlement' and s.id = d.order_id)
   and not exists (select from stripe.intent as i where d.kind = 'intent' and i.id = d.order_id)
   and not exists (select from stripe.connected_account as c
                    where d.kind = 'connected_account' and c.account_id = d.order_id)
   and not exists (select from stripe.evidence as v where d.kind = 'evidence' and v.id = d.order_id);
comment on view audit._proves_dead_letters_are_told is
    'Each movement that needs a person has, or had, its dead letter, and each dead letter its order';

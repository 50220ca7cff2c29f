-- DIS-09
create or replace view audit._proves_acts_are_recorded as
select d.id
  from dispute.dispute as d
 where d.state = 'RESOLVED' and not exists (
       select from admin.action as a where a.subject_id = d.id and a.action = 'dispute.resolve'
          and a.actor_id = d.resolved_by)
union all
select h.id
  from escrow.hold as h
 where h.kind <> 'CHARGEBACK' and (
       (h.kind <> 'OUTSIDE_REFUND'
        and not exists (select from admin.action as a where a.subject_id = h.id
                           and a.action = 'escrow.hold' and a.actor_id = h.opened_by))
    or (h.closed_at is not null and not exists (
            select from admin.action as a where a.subject_id = h.id
               and a.action = 'escrow.lift_hold' and a.actor_id = h.closed_by)))
union all
select h.id
  from settlement.hold as h
 where (h.opened_by is not null and not exists (
            select from admin.action as a where a.subject_id = h.settlement_id
               and a.action = 'settlement.hold' and a.actor_id = h.opened_by))
    or (h.closed_by is not null and not exists (
            select from admin.action as a where a.subject_id = h.settlement_id
               and a.action = 'settlement.lift_hold' and a.actor_id = h.closed_by
               and a.details ->> 'hold_id' = h.id::text));

comment on view audit._proves_acts_are_recorded is
    'Each resolution and each hold that staff opened or lifted stands on an act of the one named';

-- All machines' rows, and what their events say of them.
create or replace view audit._proves_events_tell_the_states as
with lives as not materialized (
    select 'task' as machine, t.id, t.state, t.version from task.task as t
    union all select 'proof', p.id, p.state, p.version from proof.proof as p
    union all select 'escrow', e.id, e.state, e.version from escrow.escrow as e
    union all select 'account', u.id, u.state, u.version from account.user as u
    union all select 'dispute', d.id, d.state, d.version from dispute.dispute as d
    union all select 'intent', i.id, i.state, i.version from stripe.intent as i
    union all select 'event', s.id, s.state, s.version from stripe.event as s
    union all select 'settlement', s.id, s.state, s.version from settlement.settlement as s
    union all select 'circuit', c.id, c.state, c.version from core.circuit as c
    union all select 'payout', p.id, p.state, p.version from stripe.payout as p
    union all select 'finding', f.id, f.state, f.version from audit.finding as f
    union all select 'draft', d.id, d.state, d.version from task.draft as d
    union all select 'onboarding', j.id, j.state, j.version from onboarding.journey as j
    union all select 'credential', k.id, k.state, k.version from verification.credential as k
), told as not materialized (
    select v.aggregate, v.aggregate_id, count(*) as moves, max(v.version) as latest,
           (array_agg(v.to_state order by v.version desc))[1] as state
      from core.event as v
     where v.version is not null
     group by v.aggregate, v.aggregate_id
)
select l.machine, l.id
  from lives as l
  left join told as v on v.aggregate_id = l.id and v.aggregate = l.machine
 where v.state is distinct from l.state or v.latest is distinct from l.version
    or v.moves is distinct from l.version
union all
select v.aggregate, v.aggregate_id
  from core.event as v
 where v.version is not null
   and not exists (select from lives as l where l.id = v.aggregate_id and l.machine = v.aggregate);
comment on view audit._proves_events_tell_the_states is
    'The events of each row count from 1 without gap and end in its state; each history has its row';

-- What operators watch, each by an index or over few rows: a scrape every fifteen seconds must be free.
-- Labels are kinds, states and scopes, never anybody's id (OBS-088).
create or replace view metrics._gauges as
with since as materialized (
    -- Ids begin with their time, so that the rows of the last day are a range of the primary key.
    select (lpad(to_hex(floor(extract(epoch from now() - interval '1 day') * 1000)::bigint), 12, '0')
               || repeat('0', 20))::uuid as day_id,
           (lpad(to_hex(floor(extract(epoch from now() - interval '10 minutes') * 1000)::bigint), 12, '0')
               || repeat('0', 20))::uuid as ten_minutes_id
), due as (
    select 'settlement' as kind, min(s.due_at) as oldest_at, count(*) as waiting
      from settlement.settlement as s
     where s.finished_at is null and s.exhausted_at is null and s.due_at <= core.now()
       and (s.lease_ends_at is null or s.lease_ends_at <= clock_timestamp())
    union all
    select 'intent', min(i.due_at), count(*) from stripe.intent as i where i.due_at <= core.now()
    union all
    select 'connected_account', min(c.due_at), count(*)
      from stripe.connected_account as c where c.due_at <= core.now()
    union all
    select 'evidence', min(v.due_at), count(*) from stripe.evidence as v where v.due_at <= core.now()
    union all
    select 'stripe_event', min(e.due_at), count(*)
      from stripe.event as e where e.finished_at is null and e.due_at <= core.now()
    union all
    select 'task_clock', min(t.due_at), count(*)
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id and e.held_at is null
     where t.due_at <= core.now()
    union all
    select 'dispute_clock', min(d.due_at), count(*)
      from dispute.dispute as d
      join escrow.escrow as e on e.task_id = d.task_id and e.held_at is null
     where d.due_at <= core.now()
), figures (name, label, label_value, label_2, label_2_value, value) as (
    select 'hx_orders_due', 'kind', d.kind, null, null, d.waiting::numeric from due as d
    union all
    select 'hx_orders_oldest_due_seconds', 'kind', d.kind, null, null,
           coalesce(extract(epoch from core.now() - d.oldest_at), 0)
      from due as d
    union all
    select 'hx_relay_lag_seconds', null, null, null, null,
           extract(epoch from clock_timestamp() - c.seen_at)
      from core.relay_cursor as c
    union all
    select q.name, q.label, q.label_value, null, null, q.value from metrics._queue_figures() as q
    union all
    select 'hx_failures_last_hour', 'source', f.source, null, null, count(k.id)
      from unnest(array['call', 'job', 'order']) as f (source)
      left join core.failure as k
           on k.source = f.source and k.recorded_at > clock_timestamp() - interval '1 hour'
     group by f.source
    union all
    select 'hx_dead_letters_open', 'kind', k.kind, null, null, count(d.id)
      from unnest(array['settlement', 'intent', 'connected_account', 'evidence']) as k (kind)
      left join core.dead_letter as d on d.kind = k.kind and d.closed_at is null
     group by k.kind
    union all
    select 'hx_settlements_in_doubt', null, null, null, null, count(*)
      from audit._ready_nothing_is_in_doubt as d
    union all
    select 'hx_settlements_last_day', 'kind', s.kind, 'state', s.state, count(*)
      from settlement.settlement as s where s.id >= (select n.day_id from since as n)
     group by s.kind, s.state
    union all
    select 'hx_holds_open', 'kind', k.kind, null, null, count(h.id)
      from unnest(array['AMOUNT', 'RISK', 'NEW_DESTINATION', 'REVIEW']) as k (kind)
      left join settlement.hold as h
           on h.kind = k.kind and h.closed_at is null and h.lifts_at is null
     group by k.kind
    union all
    select 'hx_approval_seconds_last_day', null, null, null, null,
           coalesce(avg(extract(epoch from h.closed_at - h.opened_at)), 0)
      from settlement.hold as h
     where h.id >= (select n.day_id from since as n) and h.closed_at is not null
    union all
    select 'hx_payments_last_ten_minutes', 'outcome', o.outcome, null, null, count(e.id)
      from (values ('succeeded', 'payment_intent.succeeded'),
                   ('failed', 'payment_intent.payment_failed')) as o (outcome, type)
      left join stripe.event as e
           on e.type = o.type and e.id >= (select n.ten_minutes_id from since as n)
     group by o.outcome
    union all
    select 'hx_ledger_imbalance_cents', 'currency', b.currency, null, null, sum(b.cents)
      from (select a.currency::text as currency, a.balance_cents as cents
              from ledger.account as a where a.balance_cents is not null
            union all
            select a.currency::text, ledger.balance(a.id)
              from ledger.account as a where a.balance_cents is null) as b
     group by b.currency
    union all
    select 'hx_invariant_violations', 'invariant', p.invariant, null, null, p.violations
      from audit.proof as p
    union all
    select 'hx_proof_age_seconds', null, null, null, null,
           extract(epoch from clock_timestamp() - min(p.proved_at))
      from audit.proof as p having count(*) > 0
    union all
    select 'hx_findings', 'severity', s.severity, null, null, count(f.id)
      from unnest(array['P0', 'P1', 'P2', 'P3']) as s (severity)
      left join audit.finding as f on f.severity = s.severity and f.closed_at is null
     group by s.severity
    union all
    select 'hx_circuit', 'party', c.party, 'state', k.state, (c.state = k.state)::integer
      from core.circuit as c
      join core.state as k on k.machine = 'circuit'
    union all
    select 'hx_frozen', 'scope', f.scope, null, null, (f.frozen_at is not null)::integer
      from core.freeze as f
    union all
    select 'hx_poll_age_seconds', 'list', p.name, null, null,
           extract(epoch from clock_timestamp() - p.polled_at)
      from stripe.poll as p
    union all
    select 'hx_seal_age_seconds', null, null, null, null,
           extract(epoch from clock_timestamp() - max(s.sealed_at))
      from ledger.seal as s having count(*) > 0
    union all
    select 'hx_backup_age_seconds', null, null, null, null,
           extract(epoch from clock_timestamp() - max(b.ended_at))
      from audit.backup as b having count(*) > 0
    union all
    select 'hx_restore_age_seconds', null, null, null, null,
           extract(epoch from clock_timestamp() - coalesce(max(r.restored_at), min(b.ended_at)))
      from (select min(k.ended_at) as ended_at from audit.backup as k) as b
      left join audit.restore as r on r.violations = 0 and r.broken_seals = 0
    having coalesce(max(r.restored_at), min(b.ended_at)) is not null
    union all
    select 'hx_database_connections', null, null, null, null, sum(d.numbackends)
      from pg_catalog.pg_stat_database as d
    union all
    select 'hx_database_connections_allowed', null, null, null, null,
           current_setting('max_connections')::numeric
)
select f.name, h.help, f.label, f.label_value, f.label_2, f.label_2_value, f.value
  from figures as f
  join (values
    ('hx_orders_due', 'Orders whose time has come, by kind'),
    ('hx_orders_oldest_due_seconds', 'For how long the oldest order of a kind is due'),
    ('hx_relay_lag_seconds', 'How long ago the relay reported'),
    ('hx_workers_alive', 'Workers whose heart beat within the minute'),
    ('hx_jobs_waiting', 'Jobs that wait, by queue'),
    ('hx_failures_last_hour', 'Failures recorded within the hour, by source'),
    ('hx_dead_letters_open', 'Dead letters that wait for a person, by kind'),
    ('hx_settlements_in_doubt', 'Settlements sent and without a fate'),
    ('hx_settlements_last_day', 'Settlements ordered within the day, by kind and state'),
    ('hx_holds_open', 'Settlements that a person must approve, by the kind of their hold'),
    ('hx_approval_seconds_last_day', 'How long approvals took within the day, on average'),
    ('hx_payments_last_ten_minutes', 'Payments that Stripe told of, by outcome'),
    ('hx_ledger_imbalance_cents', 'The sum of all accounts of a currency; zero or wrong'),
    ('hx_invariant_violations', 'Rows that break an invariant, as proved last'),
    ('hx_proof_age_seconds', 'How long ago the invariants were proved'),
    ('hx_findings', 'Findings that a person must look at, by severity'),
    ('hx_circuit', 'One in the state in which the circuit of a party is'),
    ('hx_frozen', 'One while a kind of movement is frozen'),
    ('hx_poll_age_seconds', 'How long ago a list of Stripe''s was read'),
    ('hx_seal_age_seconds', 'How long ago the ledger was sealed'),
    ('hx_backup_age_seconds', 'How long ago a base backup was made'),
    ('hx_restore_age_seconds', 'How long ago a backup was restored and proved'),
    ('hx_database_connections', 'Connections of the server'),
    ('hx_database_connections_allowed', 'How many connections the server allows')
       ) as h (name, help) on h.name = f.name;
comment on view metrics._gauges is 'What operators watch, as the data stands';

-- Settlements reach Stripe: leases and holds, attempts, payout accounts, evidence, circuits, freezes,
-- dead letters. Each constraint comes unproved and is validated after; nothing is rewritten.

create domain admin.freeze_scope as text
    constraint admin_freeze_scope_known check ((value = any (array['FUNDING'::text, 'TRANSFERS'::text, 'REFUNDS'::text, 'REVERSALS'::text])));
alter table core.route drop constraint route_idempotency_known;
alter table ledger.journal drop constraint journal_kind_known;
alter table settlement.settlement drop constraint settlement_leg_of_kind;
drop index if exists settlement.settlement_one_live;
create table core.circuit (
    id uuid not null default core.new_id(),
    party text not null,
    state text not null default 'CLOSED'::text,
    version integer not null default 1,
    threshold integer not null default 5,
    pause interval not null default '00:00:30'::interval,
    full_batch integer not null default 200,
    failures integer not null default 0,
    openings integer not null default 0,
    allowance integer not null default 200,
    opened_at timestamp with time zone,
    probe_at timestamp with time zone,
    updated_at timestamp with time zone not null default core.now()
);
alter table core.circuit enable row level security;
create table core.dead_letter (
    id uuid not null default core.new_id(),
    kind text not null,
    order_id uuid not null,
    attempts integer not null,
    error text not null,
    buried_at timestamp with time zone not null default core.now(),
    closed_at timestamp with time zone,
    closing text
);
alter table core.dead_letter enable row level security;
create table core."freeze" (
    id uuid not null default core.new_id(),
    scope text not null,
    frozen_at timestamp with time zone,
    frozen_by uuid,
    reason text
);
alter table core."freeze" enable row level security;
create table settlement.attempt (
    id uuid not null default core.new_id(),
    settlement_id uuid not null,
    fence bigint not null,
    worker text not null,
    action text not null,
    began_at timestamp with time zone not null default core.now(),
    outcome text,
    reference text,
    error text,
    ended_at timestamp with time zone
);
alter table settlement.attempt enable row level security;
create table settlement.hold (
    id uuid not null default core.new_id(),
    settlement_id uuid not null,
    kind text not null,
    reason core.note not null,
    lifts_at timestamp with time zone,
    opened_by uuid,
    opened_at timestamp with time zone not null default core.now(),
    closed_by uuid,
    closed_at timestamp with time zone
);
alter table settlement.hold enable row level security;
create table stripe.connected_account (
    account_id uuid not null,
    provider_account_id text,
    details_submitted boolean not null default false,
    transfers_enabled boolean not null default false,
    payouts_enabled boolean not null default false,
    requirements text[] not null default '{}'::text[],
    disabled_reason text,
    destination text,
    destination_changed_at timestamp with time zone,
    link_requested_at timestamp with time zone,
    link_url text,
    link_ends_at timestamp with time zone,
    told_at timestamp with time zone,
    attempts integer not null default 0,
    fence bigint not null default 0,
    lease_owner text,
    lease_ends_at timestamp with time zone,
    last_error text,
    due_at timestamp with time zone,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table stripe.connected_account enable row level security;
create table stripe.evidence (
    id uuid not null default core.new_id(),
    chargeback_id uuid not null,
    attempts integer not null default 0,
    fence bigint not null default 0,
    lease_owner text,
    lease_ends_at timestamp with time zone,
    last_error text,
    due_at timestamp with time zone default core.now(),
    submitted_at timestamp with time zone,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table stripe.evidence enable row level security;
create table stripe.fraud_warning (
    event_id uuid not null,
    provider_intent_id text not null,
    warned_at timestamp with time zone not null default core.now()
);
alter table stripe.fraud_warning enable row level security;
create table stripe.payment_failure (
    event_id uuid not null,
    escrow_id uuid,
    payer_id uuid,
    provider_intent_id text not null,
    code text not null,
    failed_at timestamp with time zone not null default core.now()
);
alter table stripe.payment_failure enable row level security;
create table stripe.payout (
    id uuid not null default core.new_id(),
    provider_payout_id text not null,
    provider_account_id text not null,
    account_id uuid,
    amount_cents bigint not null,
    currency core.currency not null,
    state text not null default 'PENDING'::text,
    version integer not null default 1,
    failure_code text,
    arrives_at timestamp with time zone,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table stripe.payout enable row level security;
create table stripe.poll (
    name text not null,
    since_at timestamp with time zone not null,
    polled_at timestamp with time zone not null default core.now()
);
alter table stripe.poll enable row level security;
alter table city.rule add column payout_approval_cents bigint not null default 200000;
alter table city.rule add column payout_cooling interval not null default '24:00:00'::interval;
alter table settlement.settlement add column submitted_at timestamp with time zone;
alter table stripe.intent add column fence bigint not null default 0;
alter table stripe.intent add column last_error text;
alter table stripe.intent add column lease_ends_at timestamp with time zone;
alter table stripe.intent add column lease_owner text;
alter table stripe.intent add column payer_id uuid;
alter table stripe.intent add column provider_charge_id text;
-- From the price's domain to its base: no rewrite, and debts of less than a price.
alter table stripe.intent alter column amount_cents set data type bigint using amount_cents::bigint;
alter table stripe.intent alter column escrow_id drop not null;
create unique index circuit_party_unique on core.circuit using btree (party);
create unique index circuit_pkey on core.circuit using btree (id);
create unique index dead_letter_one_open on core.dead_letter using btree (kind, order_id) where (closed_at is null);
create index dead_letter_order on core.dead_letter using btree (order_id);
create unique index dead_letter_pkey on core.dead_letter using btree (id);
create unique index freeze_pkey on core."freeze" using btree (id);
create unique index freeze_scope_unique on core."freeze" using btree (scope);
create unique index attempt_one_a_fence on settlement.attempt using btree (settlement_id, fence);
create unique index attempt_pkey on settlement.attempt using btree (id);
create index hold_closed_by on settlement.hold using btree (closed_by);
create unique index hold_one_open_a_kind on settlement.hold using btree (settlement_id, kind) where ((closed_at is null) and (lifts_at is null));
create index hold_opened_by on settlement.hold using btree (opened_by);
create unique index hold_pkey on settlement.hold using btree (id);
create index hold_settlement on settlement.hold using btree (settlement_id);
create index settlement_waiting on settlement.settlement using btree (payee_id) where ((due_at = 'infinity'::timestamp with time zone) and (finished_at is null));
create index connected_account_due on stripe.connected_account using btree (due_at) where (due_at is not null);
create unique index connected_account_pkey on stripe.connected_account using btree (account_id);
create unique index connected_account_provider_unique on stripe.connected_account using btree (provider_account_id);
create index evidence_due on stripe.evidence using btree (due_at) where (due_at is not null);
create unique index evidence_one_a_chargeback on stripe.evidence using btree (chargeback_id);
create unique index evidence_pkey on stripe.evidence using btree (id);
create index fraud_warning_intent on stripe.fraud_warning using btree (provider_intent_id);
create unique index fraud_warning_pkey on stripe.fraud_warning using btree (event_id);
create unique index intent_one_live_debt on stripe.intent using btree (payer_id, currency) where ((purpose = 'debt'::text) and (state = any (array['PREPARING'::text, 'READY'::text])));
create index intent_payer on stripe.intent using btree (payer_id) where (payer_id is not null);
create index payment_failure_escrow on stripe.payment_failure using btree (escrow_id, failed_at);
create index payment_failure_payer on stripe.payment_failure using btree (payer_id);
create unique index payment_failure_pkey on stripe.payment_failure using btree (event_id);
create index payout_account on stripe.payout using btree (account_id);
create unique index payout_pkey on stripe.payout using btree (id);
create unique index payout_provider_unique on stripe.payout using btree (provider_payout_id);
create unique index poll_pkey on stripe.poll using btree (name);
create unique index settlement_one_live on settlement.settlement using btree (kind, source_id, leg) where ((finished_at is null) or (journal_id is not null));
alter table core.circuit add constraint circuit_pkey primary key using index circuit_pkey;
alter table core.dead_letter add constraint dead_letter_pkey primary key using index dead_letter_pkey;
alter table core."freeze" add constraint freeze_pkey primary key using index freeze_pkey;
alter table settlement.attempt add constraint attempt_pkey primary key using index attempt_pkey;
alter table settlement.hold add constraint hold_pkey primary key using index hold_pkey;
alter table stripe.connected_account add constraint connected_account_pkey primary key using index connected_account_pkey;
alter table stripe.evidence add constraint evidence_pkey primary key using index evidence_pkey;
alter table stripe.fraud_warning add constraint fraud_warning_pkey primary key using index fraud_warning_pkey;
alter table stripe.payment_failure add constraint payment_failure_pkey primary key using index payment_failure_pkey;
alter table stripe.payout add constraint payout_pkey primary key using index payout_pkey;
alter table stripe.poll add constraint poll_pkey primary key using index poll_pkey;
alter table city.rule add constraint rule_payout_approval_cents check ((payout_approval_cents >= 1)) not valid;
alter table city.rule validate constraint rule_payout_approval_cents;
alter table city.rule add constraint rule_payout_cooling check ((payout_cooling >= '00:00:00'::interval)) not valid;
alter table city.rule validate constraint rule_payout_cooling;
alter table core.circuit add constraint circuit_allowance check ((allowance >= 1)) not valid;
alter table core.circuit validate constraint circuit_allowance;
alter table core.circuit add constraint circuit_failures check ((failures >= 0)) not valid;
alter table core.circuit validate constraint circuit_failures;
alter table core.circuit add constraint circuit_full_batch check (((full_batch >= 1) and (full_batch <= 10000))) not valid;
alter table core.circuit validate constraint circuit_full_batch;
alter table core.circuit add constraint circuit_openings check ((openings >= 0)) not valid;
alter table core.circuit validate constraint circuit_openings;
alter table core.circuit add constraint circuit_party_shape check ((party ~ '^[a-z_]{2,40}$'::text)) not valid;
alter table core.circuit validate constraint circuit_party_shape;
alter table core.circuit add constraint circuit_party_unique unique using index circuit_party_unique;
alter table core.circuit add constraint circuit_pause check (((pause >= '00:00:01'::interval) and (pause <= '01:00:00'::interval))) not valid;
alter table core.circuit validate constraint circuit_pause;
alter table core.circuit add constraint circuit_probed_unless_closed check (((probe_at is null) = (state = 'CLOSED'::text))) not valid;
alter table core.circuit validate constraint circuit_probed_unless_closed;
alter table core.circuit add constraint circuit_threshold check (((threshold >= 1) and (threshold <= 1000))) not valid;
alter table core.circuit validate constraint circuit_threshold;
alter table core.dead_letter add constraint dead_letter_closed_whole check (((closed_at is null) = (closing is null))) not valid;
alter table core.dead_letter validate constraint dead_letter_closed_whole;
alter table core.dead_letter add constraint dead_letter_kind_known check ((kind = any (array['settlement'::text, 'intent'::text, 'connected_account'::text, 'evidence'::text]))) not valid;
alter table core.dead_letter validate constraint dead_letter_kind_known;
alter table core."freeze" add constraint freeze_by_somebody check (((frozen_by is null) or (frozen_at is not null))) not valid;
alter table core."freeze" validate constraint freeze_by_somebody;
alter table core."freeze" add constraint freeze_has_reason check (((frozen_at is null) = (reason is null))) not valid;
alter table core."freeze" validate constraint freeze_has_reason;
alter table core."freeze" add constraint freeze_scope_known check ((scope = any (array['FUNDING'::text, 'TRANSFERS'::text, 'REFUNDS'::text, 'REVERSALS'::text]))) not valid;
alter table core."freeze" validate constraint freeze_scope_known;
alter table core."freeze" add constraint freeze_scope_unique unique using index freeze_scope_unique;
alter table settlement.attempt add constraint attempt_action_known check ((action = any (array['send'::text, 'look_up'::text]))) not valid;
alter table settlement.attempt validate constraint attempt_action_known;
alter table settlement.attempt add constraint attempt_done_has_reference check (((outcome <> 'done'::text) or (reference is not null))) not valid;
alter table settlement.attempt validate constraint attempt_done_has_reference;
alter table settlement.attempt add constraint attempt_ended_whole check (((ended_at is null) = (outcome is null))) not valid;
alter table settlement.attempt validate constraint attempt_ended_whole;
alter table settlement.attempt add constraint attempt_one_a_fence unique using index attempt_one_a_fence;
alter table settlement.attempt add constraint attempt_outcome_known check ((outcome = any (array['done'::text, 'refused'::text, 'unknown'::text, 'absent'::text]))) not valid;
alter table settlement.attempt validate constraint attempt_outcome_known;
alter table settlement.attempt add constraint attempt_settlement_fkey foreign key (settlement_id) references settlement.settlement(id) on delete restrict not valid;
alter table settlement.attempt validate constraint attempt_settlement_fkey;
alter table settlement.hold add constraint hold_closed_by_fkey foreign key (closed_by) references account."user"(id) on delete restrict not valid;
alter table settlement.hold validate constraint hold_closed_by_fkey;
alter table settlement.hold add constraint hold_closed_whole check (((closed_at is null) = (closed_by is null))) not valid;
alter table settlement.hold validate constraint hold_closed_whole;
alter table settlement.hold add constraint hold_kind_known check ((kind = any (array['AMOUNT'::text, 'RISK'::text, 'NEW_DESTINATION'::text, 'REVIEW'::text]))) not valid;
alter table settlement.hold validate constraint hold_kind_known;
alter table settlement.hold add constraint hold_opened_by_fkey foreign key (opened_by) references account."user"(id) on delete restrict not valid;
alter table settlement.hold validate constraint hold_opened_by_fkey;
alter table settlement.hold add constraint hold_second_person check ((closed_by <> opened_by)) not valid;
alter table settlement.hold validate constraint hold_second_person;
alter table settlement.hold add constraint hold_settlement_fkey foreign key (settlement_id) references settlement.settlement(id) on delete restrict not valid;
alter table settlement.hold validate constraint hold_settlement_fkey;
alter table settlement.settlement add constraint settlement_confirmed_has_reference check (((state <> all (array['CONFIRMED'::text, 'SETTLED'::text])) or (provider_reference is not null))) not valid;
alter table settlement.settlement validate constraint settlement_confirmed_has_reference;
alter table settlement.settlement add constraint settlement_escrow_unless_debt check (((escrow_id is not null) or (leg = 'payer'::text))) not valid;
alter table settlement.settlement validate constraint settlement_escrow_unless_debt;
alter table stripe.connected_account add constraint connected_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table stripe.connected_account validate constraint connected_account_fkey;
alter table stripe.connected_account add constraint connected_account_known check (((provider_account_id is not null) or (not (details_submitted or transfers_enabled or payouts_enabled)))) not valid;
alter table stripe.connected_account validate constraint connected_account_known;
alter table stripe.connected_account add constraint connected_account_link_whole check (((link_url is null) = (link_ends_at is null))) not valid;
alter table stripe.connected_account validate constraint connected_account_link_whole;
alter table stripe.connected_account add constraint connected_account_provider_unique unique using index connected_account_provider_unique;
alter table stripe.evidence add constraint evidence_chargeback_fkey foreign key (chargeback_id) references stripe.chargeback(id) on delete restrict not valid;
alter table stripe.evidence validate constraint evidence_chargeback_fkey;
alter table stripe.evidence add constraint evidence_due_unless_submitted check (((submitted_at is null) or (due_at is null))) not valid;
alter table stripe.evidence validate constraint evidence_due_unless_submitted;
alter table stripe.evidence add constraint evidence_one_a_chargeback unique using index evidence_one_a_chargeback;
alter table stripe.fraud_warning add constraint fraud_warning_event_fkey foreign key (event_id) references stripe.event(id) on delete restrict not valid;
alter table stripe.fraud_warning validate constraint fraud_warning_event_fkey;
alter table stripe.intent add constraint intent_amount_range check (((amount_cents >= 1) and (amount_cents <= 100000000))) not valid;
alter table stripe.intent validate constraint intent_amount_range;
alter table stripe.intent add constraint intent_payer_fkey foreign key (payer_id) references account."user"(id) on delete restrict not valid;
alter table stripe.intent validate constraint intent_payer_fkey;
alter table stripe.intent add constraint intent_pays_something check ((((purpose = 'debt'::text) = (escrow_id is null)) and ((purpose = 'debt'::text) = (payer_id is not null)))) not valid;
alter table stripe.intent validate constraint intent_pays_something;
alter table stripe.payment_failure add constraint payment_failure_escrow_fkey foreign key (escrow_id) references escrow.escrow(id) on delete restrict not valid;
alter table stripe.payment_failure validate constraint payment_failure_escrow_fkey;
alter table stripe.payment_failure add constraint payment_failure_event_fkey foreign key (event_id) references stripe.event(id) on delete restrict not valid;
alter table stripe.payment_failure validate constraint payment_failure_event_fkey;
alter table stripe.payment_failure add constraint payment_failure_payer_fkey foreign key (payer_id) references account."user"(id) on delete restrict not valid;
alter table stripe.payment_failure validate constraint payment_failure_payer_fkey;
alter table stripe.payout add constraint payout_account_fkey foreign key (account_id) references account."user"(id) on delete restrict not valid;
alter table stripe.payout validate constraint payout_account_fkey;
alter table stripe.payout add constraint payout_provider_unique unique using index payout_provider_unique;
alter table core.route add constraint route_idempotency_known check ((idempotency = any (array['none'::text, 'optional'::text, 'required'::text, 'money'::text, 'poll'::text]))) not valid;
alter table core.route validate constraint route_idempotency_known;
alter table ledger.journal add constraint journal_kind_known check ((kind = any (array['fund'::text, 'release'::text, 'refund'::text, 'partial'::text, 'transfer'::text, 'refund_settled'::text, 'transfer_reversed'::text, 'payment_suspended'::text, 'suspense_returned'::text, 'chargeback'::text, 'chargeback_reversed'::text, 'chargeback_debt'::text, 'refund_charged_back'::text, 'chargeback_reassigned'::text, 'debt_written_off'::text, 'refund_outside'::text, 'refund_returned'::text, 'refund_outside_debt'::text, 'refund_reversed'::text, 'debt_paid'::text, 'adjustment'::text]))) not valid;
alter table ledger.journal validate constraint journal_kind_known;
alter table settlement.settlement add constraint settlement_leg_of_kind check (
case kind
    when 'transfer'::text then (leg = 'worker'::text)
    when 'refund'::text then (leg = any (array['poster'::text, 'payer'::text]))
    else ((leg = any (array['worker'::text, 'poster'::text, 'payer'::text])) and (replaces_id is not null))
end) not valid;
alter table settlement.settlement validate constraint settlement_leg_of_kind;
comment on domain admin.freeze_scope is 'FUNDING, TRANSFERS, REFUNDS or REVERSALS';
comment on column city.rule.payout_approval_cents is 'From which amount on a transfer waits for a person of staff. @source STL-11';
comment on column city.rule.payout_cooling is 'How long transfers wait after a worker''s payout account was replaced';
comment on table core.circuit is 'A circuit breaker an outside party, shared by all workers; times by the real clock';
comment on column core.circuit.threshold is 'How many calls in a row may fail before it opens';
comment on column core.circuit.pause is 'How long it stays open before one call tries again; doubled by each further failure, at most an hour';
comment on column core.circuit.allowance is 'How many calls a batch may hold now: one while half open, then doubled up to full_batch';
comment on table core.dead_letter is 'Orders that a person must look at: attempts used up, or refused for good. @source QUE-12 W20';
comment on table core."freeze" is 'Kinds of money that are frozen: no new movement begins, what is under way ends. @source ADM-09';
comment on column core."freeze".frozen_by is 'Null where a finding froze it';
comment on column core.route.idempotency is 'money: a key is required and kept for long; poll: a repeat under its key asks how far the order is, and
runs again (it orders once by itself)';
comment on table settlement.attempt is 'Each call to the provider about a settlement, written before it; without outcome its worker is gone or at it';
comment on table settlement.hold is 'What keeps a settlement from being taken until a second person or a timer lifts it. @source STL-11 ADM-16';
comment on column settlement.settlement.submitted_at is 'When it was first sent: from then on the provider keeps its key for a day';
comment on column settlement.settlement.due_at is 'When it is to be taken; infinity while its payee has no payout account or a hold waits for a person';
comment on table stripe.connected_account is 'Express accounts of workers at Stripe, what Stripe says that they may, and the order to make, link or ask again. @source STR-02';
comment on column stripe.connected_account.destination is 'Fingerprint of the bank account or card that payouts go to, as Stripe tells it';
comment on column stripe.connected_account.told_at is 'When Stripe knew this; what it tells of an earlier time changes nothing';
comment on table stripe.evidence is 'Orders to hand a chargeback''s evidence in, made of the task''s own record';
comment on table stripe.fraud_warning is 'Payments of which the card''s bank warned early: their transfers wait for a person';
comment on table stripe.payment_failure is 'Payments that a card refused: Stripe''s code, no card data. The same intent may be paid again';
comment on table stripe.payout is 'What Stripe paid from a connected account to its bank: recorded, never posted. @source STR-12';
comment on table stripe.poll is 'How far the lists of Stripe''s events were read, which fill what webhooks left out. @source STR-10';

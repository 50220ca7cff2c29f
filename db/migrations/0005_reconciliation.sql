-- Ledger and Stripe are compared: Stripe's statement, what both sides say of each object, findings with
-- states and their runs, daily reports. Findings that are there are OPEN, and get the event of their birth;
-- their table is small. The index of entries by time is of block ranges: one reading of the table.

create domain admin.finding_severity as text
    constraint admin_finding_severity_known check ((value = any (array['P0'::text, 'P1'::text, 'P2'::text, 'P3'::text])));
create domain admin.finding_state as text
    constraint admin_finding_state_known check ((value = any (array['OPEN'::text, 'EXPLAINED'::text, 'FIXED'::text])));
alter table audit.finding drop constraint finding_once;
alter table ledger.journal drop constraint journal_kind_known;
drop index if exists audit.finding_once;
create table audit.finding_kind (
    kind text not null,
    comment text not null,
    is_reconciled boolean not null,
    remedy text
);
alter table audit.finding_kind enable row level security;
create table audit.reconciliation (
    id uuid not null default core.new_id(),
    is_full boolean not null,
    read_to_at timestamp with time zone,
    examined bigint not null,
    found integer not null,
    closed integer not null,
    began_at timestamp with time zone not null,
    ended_at timestamp with time zone not null default clock_timestamp()
);
alter table audit.reconciliation enable row level security;
create table audit.reconciliation_check (
    reconciliation_id uuid not null,
    name text not null,
    statement text not null,
    differences bigint not null
);
alter table audit.reconciliation_check enable row level security;
create table metrics.daily_report (
    city_id uuid not null,
    day date not null,
    currency core.currency not null,
    completed_tasks bigint not null,
    collected_cents bigint not null,
    released_cents bigint not null,
    fee_cents bigint not null,
    refunded_cents bigint not null,
    paid_out_cents bigint not null,
    lost_cents bigint not null,
    cost_cents bigint not null,
    held_cents bigint not null,
    outstanding_cents bigint not null,
    in_doubt_cents bigint not null,
    taken_at timestamp with time zone not null default core.now()
);
alter table metrics.daily_report enable row level security;
create table stripe.comparison (
    id uuid not null default core.new_id(),
    movement text not null,
    object_id text not null,
    currency core.currency not null,
    ours_cents bigint not null default 0,
    theirs_cents bigint not null default 0,
    entries integer not null default 0,
    lines integer not null default 0,
    posted_at timestamp with time zone,
    read_at timestamp with time zone,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
) with (fillfactor='80');
alter table stripe.comparison enable row level security;
create table stripe.inquiry (
    id uuid not null default core.new_id(),
    object text not null,
    object_id text not null,
    returns_payment boolean not null default false,
    attempts integer not null default 0,
    fence bigint not null default 0,
    lease_owner text,
    lease_ends_at timestamp with time zone,
    last_error text,
    due_at timestamp with time zone default core.now(),
    answered_at timestamp with time zone,
    created_at timestamp with time zone not null default core.now(),
    updated_at timestamp with time zone not null default core.now()
);
alter table stripe.inquiry enable row level security;
create table stripe.statement (
    name text not null,
    since_at timestamp with time zone,
    known_at timestamp with time zone,
    window_at timestamp with time zone,
    window_known_at timestamp with time zone,
    page_after text,
    balance jsonb,
    balance_at timestamp with time zone,
    fence bigint not null default 0,
    lease_owner text,
    lease_ends_at timestamp with time zone,
    horizon xid8 not null default '0'::xid8,
    settled_at timestamp with time zone,
    mark xid8,
    marked_at timestamp with time zone,
    compared_at timestamp with time zone,
    balanced_at timestamp with time zone,
    updated_at timestamp with time zone not null default core.now()
);
alter table stripe.statement enable row level security;
create table stripe.statement_line (
    id uuid not null default core.new_id(),
    provider_transaction_id text not null,
    kind text not null,
    movement text not null,
    object_id text not null,
    source_id text,
    provider_intent_id text,
    provider_charge_id text,
    settlement_id uuid,
    amount_cents bigint not null,
    fee_cents bigint not null,
    net_cents bigint not null,
    currency core.currency not null,
    moved_at timestamp with time zone not null,
    available_at timestamp with time zone not null,
    read_at timestamp with time zone not null default core.now(),
    transaction_id xid8 not null default pg_current_xact_id()
);
alter table stripe.statement_line enable row level security;
alter table audit.finding add column amount_cents bigint;
alter table audit.finding add column closed_at timestamp with time zone;
alter table audit.finding add column closed_by uuid;
alter table audit.finding add column currency core.currency;
alter table audit.finding add column note core.note;
alter table audit.finding add column ours jsonb;
alter table audit.finding add column owner_id uuid;
alter table audit.finding add column state text not null default 'OPEN'::text;
alter table audit.finding add column theirs jsonb;
alter table audit.finding add column updated_at timestamp with time zone not null default core.now();
alter table audit.finding add column version integer not null default 1;
insert into core.event (aggregate, aggregate_id, version, event, to_state, at)
select 'finding', f.id, 1, 'created', 'OPEN', f.found_at from audit.finding as f;
alter table settlement.settlement alter column payee_id drop not null;
create index finding_closed_by on audit.finding using btree (closed_by);
create unique index finding_kind_pkey on audit.finding_kind using btree (kind);
create unique index finding_one_open on audit.finding using btree (kind, subject, subject_id) where (closed_at is null);
create index finding_owner on audit.finding using btree (owner_id);
create index finding_subject on audit.finding using btree (subject_id, kind);
create unique index reconciliation_check_pkey on audit.reconciliation_check using btree (reconciliation_id, name);
create index reconciliation_ended on audit.reconciliation using btree (ended_at);
create unique index reconciliation_pkey on audit.reconciliation using btree (id);
create index entry_at on ledger.entry using brin (at);
create unique index daily_report_pkey on metrics.daily_report using btree (city_id, day);
create index comparison_differs on stripe.comparison using btree (id) where ((ours_cents <> theirs_cents) and (movement <> 'payout'::text));
create unique index comparison_one on stripe.comparison using btree (movement, object_id, currency);
create unique index comparison_pkey on stripe.comparison using btree (id);
create index inquiry_due on stripe.inquiry using btree (due_at) where (due_at is not null);
create index inquiry_object on stripe.inquiry using btree (object_id);
create unique index inquiry_pkey on stripe.inquiry using btree (id);
create index statement_line_moved on stripe.statement_line using btree (moved_at, id);
create index statement_line_object on stripe.statement_line using btree (movement, object_id);
create unique index statement_line_pkey on stripe.statement_line using btree (id);
create unique index statement_line_provider_unique on stripe.statement_line using btree (provider_transaction_id);
create index statement_line_settlement on stripe.statement_line using btree (settlement_id) where (settlement_id is not null);
create index statement_line_transaction on stripe.statement_line using btree (transaction_id);
create unique index statement_pkey on stripe.statement using btree (name);
alter table audit.finding_kind add constraint finding_kind_pkey primary key using index finding_kind_pkey;
alter table audit.reconciliation add constraint reconciliation_pkey primary key using index reconciliation_pkey;
alter table audit.reconciliation_check add constraint reconciliation_check_pkey primary key using index reconciliation_check_pkey;
alter table metrics.daily_report add constraint daily_report_pkey primary key using index daily_report_pkey;
alter table stripe.comparison add constraint comparison_pkey primary key using index comparison_pkey;
alter table stripe.inquiry add constraint inquiry_pkey primary key using index inquiry_pkey;
alter table stripe.statement add constraint statement_pkey primary key using index statement_pkey;
alter table stripe.statement_line add constraint statement_line_pkey primary key using index statement_line_pkey;
alter table audit.finding add constraint finding_amount_has_currency check (((amount_cents is null) = (currency is null))) not valid;
alter table audit.finding add constraint finding_closed_by_fkey foreign key (closed_by) references account."user"(id) on delete restrict not valid;
alter table audit.finding add constraint finding_closed_by_somebody check (((closed_by is null) or (closed_at is not null))) not valid;
alter table audit.finding add constraint finding_closed_by_state check (((closed_at is not null) = (state <> 'OPEN'::text))) not valid;
alter table audit.finding add constraint finding_closed_with_note check (((closed_at is null) or (note is not null))) not valid;
alter table audit.finding add constraint finding_owner_fkey foreign key (owner_id) references account."user"(id) on delete restrict not valid;
alter table audit.finding_kind add constraint finding_kind_kind_shape check ((kind ~ '^[a-z_]+$'::text)) not valid;
alter table audit.finding_kind validate constraint finding_kind_kind_shape;
alter table audit.finding_kind add constraint finding_kind_remedy_if_reconciled check (((remedy is null) or is_reconciled)) not valid;
alter table audit.finding_kind validate constraint finding_kind_remedy_if_reconciled;
alter table audit.reconciliation_check add constraint reconciliation_check_run_fkey foreign key (reconciliation_id) references audit.reconciliation(id) on delete restrict not valid;
alter table audit.reconciliation_check validate constraint reconciliation_check_run_fkey;
alter table metrics.daily_report add constraint daily_report_city_fkey foreign key (city_id) references city.city(id) on delete restrict not valid;
alter table metrics.daily_report validate constraint daily_report_city_fkey;
alter table settlement.settlement add constraint settlement_payee_unless_orphan check (((payee_id is not null) or ((leg = 'payer'::text) and (escrow_id is null)))) not valid;
alter table stripe.comparison add constraint comparison_one unique using index comparison_one;
alter table stripe.inquiry add constraint inquiry_due_unless_answered check (((answered_at is null) or (due_at is null))) not valid;
alter table stripe.inquiry validate constraint inquiry_due_unless_answered;
alter table stripe.inquiry add constraint inquiry_object_known check ((object = any (array['payment_intent'::text, 'charge'::text, 'refund'::text, 'transfer'::text, 'dispute'::text]))) not valid;
alter table stripe.inquiry validate constraint inquiry_object_known;
alter table stripe.inquiry add constraint inquiry_returns_payments check (((not returns_payment) or (object = 'payment_intent'::text))) not valid;
alter table stripe.inquiry validate constraint inquiry_returns_payments;
alter table stripe.statement add constraint statement_balance_whole check (((balance is null) = (balance_at is null))) not valid;
alter table stripe.statement validate constraint statement_balance_whole;
alter table stripe.statement add constraint statement_mark_whole check (((mark is null) = (marked_at is null))) not valid;
alter table stripe.statement validate constraint statement_mark_whole;
alter table stripe.statement add constraint statement_name_shape check ((name ~ '^[a-z_]+$'::text)) not valid;
alter table stripe.statement validate constraint statement_name_shape;
alter table stripe.statement add constraint statement_window_whole check (((window_at is null) = (window_known_at is null))) not valid;
alter table stripe.statement validate constraint statement_window_whole;
alter table stripe.statement_line add constraint statement_line_movement_known check ((movement = any (array['payment'::text, 'refund'::text, 'outside_refund'::text, 'transfer'::text, 'dispute'::text, 'payout'::text, 'cost'::text, 'other'::text]))) not valid;
alter table stripe.statement_line validate constraint statement_line_movement_known;
alter table stripe.statement_line add constraint statement_line_net check ((net_cents = (amount_cents - fee_cents))) not valid;
alter table stripe.statement_line validate constraint statement_line_net;
alter table stripe.statement_line add constraint statement_line_provider_unique unique using index statement_line_provider_unique;
alter table ledger.journal add constraint journal_kind_known check ((kind = any (array['fund'::text, 'release'::text, 'refund'::text, 'partial'::text, 'transfer'::text, 'refund_settled'::text, 'transfer_reversed'::text, 'payment_suspended'::text, 'suspense_returned'::text, 'chargeback'::text, 'chargeback_reversed'::text, 'chargeback_debt'::text, 'refund_charged_back'::text, 'chargeback_reassigned'::text, 'debt_written_off'::text, 'refund_outside'::text, 'refund_returned'::text, 'refund_outside_debt'::text, 'refund_reversed'::text, 'debt_paid'::text, 'processing_fee'::text, 'adjustment'::text]))) not valid;
comment on domain admin.finding_severity is 'P0, P1, P2 or P3: P0 froze its kind of money';
comment on domain admin.finding_state is 'OPEN, EXPLAINED or FIXED';
comment on table audit.finding is 'Differences found, one open a kind and subject; ids, states and amounts only. @source STL-06 S-L9';
comment on column audit.finding.amount_cents is 'By how much both sides differ: theirs less ours';
comment on column audit.finding.closed_by is 'Null where the reconciliation closed it: both sides agree again';
comment on table audit.finding_kind is 'Differences that the reconciliation looks for (law): what each says, and what admin.fix_finding does about it';
comment on column audit.finding_kind.is_reconciled is 'Whether it is closed as FIXED once both sides agree again';
comment on column audit.finding_kind.remedy is 'Null where a person must decide';
comment on table audit.reconciliation is 'Runs of the reconciliation that looked at everything, or found or closed anything, append-only.
@source REC-001';
comment on table audit.reconciliation_check is 'What a full run checked, and how much of it differs. @source REC-001';
comment on table metrics.daily_report is 'The money of a city''s day, as it stood when the day was over, append-only. @source REC-006';
comment on column settlement.settlement.payee_id is 'Null where a payment that is nobody''s goes back to the card that it came from';
comment on table stripe.comparison is 'One an object at Stripe: what the ledger says that it moved, and what Stripe''s statement says,
both as Stripe counts: + is what it holds for us. @source STL-06 STL-07 S-L2 S-L11';
comment on table stripe.inquiry is 'Orders to ask Stripe for an object whose events did not reach us; its answer takes effect as they would';
comment on column stripe.inquiry.returns_payment is 'Of a payment that is nobody''s: it goes back to the card, as a person decided';
comment on table stripe.statement is 'How far Stripe''s list of balance transactions was read, page by page, and compared with the ledger.
@source STL-07';
comment on column stripe.statement.since_at is 'Until when it was read whole, by the real clock';
comment on column stripe.statement.known_at is 'The same by the domain''s clock: what was posted later may not be on it yet';
comment on column stripe.statement.balance is 'What Stripe said it holds, by currency, in minor units';
comment on column stripe.statement.horizon is 'Lines and entries of transactions before it are in the comparisons, and no others';
comment on column stripe.statement.settled_at is 'What was written before this time, by the domain''s clock, is below the horizon';
comment on column stripe.statement.balanced_at is 'When what Stripe held was last seen to be the sum of its statement';
comment on table stripe.statement_line is 'Stripe''s balance transactions of the platform as it lists them, append-only. @source STL-07 REC-004';
comment on column stripe.statement_line.movement is 'What it is to our books; object_id is then the payment intent, refund, transfer, dispute or line';
comment on column stripe.statement_line.source_id is 'The object at Stripe that moved the money';
comment on column stripe.statement_line.settlement_id is 'The settlement that the object names: what Stripe says, no key';

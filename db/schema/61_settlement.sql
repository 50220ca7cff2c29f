-- Floor 5. Every outbound movement of money: an order, its reservation and its fate.
create table settlement.settlement (
    id                  uuid primary key default core.new_id(),
    kind                text not null constraint settlement_kind_known
        check (kind in ('transfer', 'refund', 'reversal')),
    source_id           uuid not null,
    leg                 text not null,
    escrow_id           uuid
        constraint settlement_escrow_fkey references escrow.escrow (id) on delete restrict,
    payee_id            uuid
        constraint settlement_payee_fkey references account.user (id) on delete restrict,
    destination         text,
    charge              text,
    amount_cents        bigint not null
        constraint settlement_amount_positive check (amount_cents > 0),
    currency            core.currency not null,
    state               text not null default 'PENDING',
    version             integer not null default 1,
    replaces_id         uuid
        constraint settlement_replaces_fkey references settlement.settlement (id) on delete restrict,
    journal_id          uuid
        constraint settlement_journal_fkey references ledger.journal (id) on delete restrict,
    provider_key        text not null constraint settlement_provider_key_unique unique,
    provider_reference  text constraint settlement_provider_reference_unique unique,
    attempts            integer not null default 0,
    fence               bigint not null default 0,
    lease_owner         text,
    lease_ends_at       timestamptz,
    submitted_at        timestamptz,
    due_at              timestamptz not null default core.now(),
    exhausted_at        timestamptz,
    last_error          text,
    look_up_first       boolean not null default false,
    approved_by         uuid
        constraint settlement_approved_by_fkey references account.user (id) on delete restrict,
    created_at          timestamptz not null default core.now(),
    updated_at          timestamptz not null default core.now(),
    finished_at         timestamptz,
    constraint settlement_leg_of_kind check (case kind
        when 'transfer' then leg = 'worker' when 'refund' then leg in ('poster', 'payer')
        else leg in ('worker', 'poster', 'payer') and replaces_id is not null end),
    constraint settlement_escrow_unless_debt check (escrow_id is not null or leg = 'payer'),
    constraint settlement_payee_unless_orphan check (
        payee_id is not null or (leg = 'payer' and escrow_id is null)),
    constraint settlement_settled_is_posted check ((state = 'SETTLED') = (journal_id is not null)),
    constraint settlement_confirmed_has_reference check (
        state not in ('CONFIRMED', 'SETTLED') or provider_reference is not null),
    constraint settlement_finished_by_state check (
        (finished_at is not null) = (state in ('SETTLED', 'FAILED')))
) with (fillfactor = 70);
-- Not FAILED, in columns that no move but the last one changes: the moves before stay within the page.
create unique index settlement_one_live on settlement.settlement (kind, source_id, leg)
    where finished_at is null or journal_id is not null;
create index settlement_due on settlement.settlement (due_at) where finished_at is null;
create index settlement_waiting on settlement.settlement (payee_id)
    where due_at = 'infinity' and finished_at is null;
create index settlement_escrow on settlement.settlement (escrow_id);
create index settlement_payer_charge on settlement.settlement (charge) where leg = 'payer';
create index settlement_payee on settlement.settlement (payee_id);
create index settlement_replaces on settlement.settlement (replaces_id);
create index settlement_journal on settlement.settlement (journal_id);
create index settlement_approved_by on settlement.settlement (approved_by);
comment on table settlement.settlement is
    'Outbound movements; born with their cause, funds reserved, taken by workers. @source STL-01 STL-02 STL-04 ESC-18';
comment on column settlement.settlement.payee_id is
    'Null where a payment that is nobody''s goes back to the card that it came from';
comment on column settlement.settlement.due_at is
    'When it is to be taken; infinity while its payee has no payout account or a hold waits for a person';
comment on column settlement.settlement.look_up_first is
    'The provider may have it although nothing here says so (the database was restored): asked before it is sent';
comment on column settlement.settlement.submitted_at is
    'When it was first sent: from then on the provider keeps its key for a day';

create table settlement.hold (
    id             uuid primary key default core.new_id(),
    settlement_id  uuid not null
        constraint hold_settlement_fkey references settlement.settlement (id) on delete restrict,
    kind           text not null constraint hold_kind_known
        check (kind in ('AMOUNT', 'RISK', 'NEW_DESTINATION', 'REVIEW')),
    reason         core.note not null,
    lifts_at       timestamptz,
    opened_by      uuid
        constraint hold_opened_by_fkey references account.user (id) on delete restrict,
    opened_at      timestamptz not null default core.now(),
    closed_by      uuid
        constraint hold_closed_by_fkey references account.user (id) on delete restrict,
    closed_at      timestamptz,
    constraint hold_closed_whole check ((closed_at is null) = (closed_by is null)),
    constraint hold_second_person check (closed_by <> opened_by)
);
create unique index hold_one_open_a_kind on settlement.hold (settlement_id, kind)
    where closed_at is null and lifts_at is null;
create index hold_settlement on settlement.hold (settlement_id);
create index hold_opened_by on settlement.hold (opened_by);
create index hold_closed_by on settlement.hold (closed_by);
comment on table settlement.hold is
    'What keeps a settlement from being taken until a second person or a timer lifts it. @source STL-11 ADM-16';

create table settlement.attempt (
    id              uuid primary key default core.new_id(),
    settlement_id   uuid not null
        constraint attempt_settlement_fkey references settlement.settlement (id) on delete restrict,
    fence           bigint not null,
    worker          text not null,
    action          text not null constraint attempt_action_known check (action in ('send', 'look_up')),
    began_at        timestamptz not null default core.now(),
    outcome         text constraint attempt_outcome_known
        check (outcome in ('done', 'refused', 'unknown', 'absent')),
    reference       text,
    error           text,
    ended_at        timestamptz,
    constraint attempt_done_has_reference check (outcome <> 'done' or reference is not null),
    constraint attempt_one_a_fence unique (settlement_id, fence),
    constraint attempt_ended_whole check ((ended_at is null) = (outcome is null))
);
comment on table settlement.attempt is
    'Each call to the provider about a settlement, written before it; without outcome its worker is gone or at it';

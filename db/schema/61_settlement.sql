-- Floor 5. Every outbound movement of money: an order, its reservation and its fate.
create table settlement.settlement (
    id                  uuid primary key default core.new_id(),
    kind                text not null constraint settlement_kind_known
        check (kind in ('transfer', 'refund', 'reversal')),
    source_id           uuid not null,
    leg                 text not null,
    escrow_id           uuid
        constraint settlement_escrow_fkey references escrow.escrow (id) on delete restrict,
    payee_id            uuid not null
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
    due_at              timestamptz not null default core.now(),
    exhausted_at        timestamptz,
    last_error          text,
    approved_by         uuid
        constraint settlement_approved_by_fkey references account.user (id) on delete restrict,
    created_at          timestamptz not null default core.now(),
    updated_at          timestamptz not null default core.now(),
    finished_at         timestamptz,
    constraint settlement_leg_of_kind check (case kind
        when 'transfer' then leg = 'worker' when 'refund' then leg in ('poster', 'payer')
        else leg = 'worker' and replaces_id is not null end),
    constraint settlement_settled_is_posted check ((state = 'SETTLED') = (journal_id is not null)),
    constraint settlement_finished_by_state check (
        (finished_at is not null) = (state in ('SETTLED', 'FAILED')))
) with (fillfactor = 70);
create unique index settlement_one_live on settlement.settlement (kind, source_id, leg)
    where state <> 'FAILED';
create index settlement_due on settlement.settlement (due_at) where finished_at is null;
create index settlement_escrow on settlement.settlement (escrow_id);
create index settlement_payee on settlement.settlement (payee_id);
create index settlement_replaces on settlement.settlement (replaces_id);
create index settlement_journal on settlement.settlement (journal_id);
create index settlement_approved_by on settlement.settlement (approved_by);
comment on table settlement.settlement is
    'Outbound movements; born with their cause, funds reserved, taken by workers. @source STL-01 STL-02 STL-04 ESC-18';

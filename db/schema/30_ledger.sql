-- Floor 2. Money in double entry: accounts, journals, entries. + means: the holder is owed more.
create table ledger.chart (
    kind        text primary key,
    is_stored   boolean not null,
    comment     text not null
);
comment on table ledger.chart is
    'Chart of accounts: system kinds have no stored balance, kinds of a person have. @source LED-001';

create table ledger.account (
    id              uuid primary key default core.new_id(),
    kind            text not null
        constraint account_kind_fkey references ledger.chart (kind) on delete restrict,
    owner_id        uuid
        constraint account_owner_fkey references account.user (id) on delete restrict,
    currency        core.currency not null,
    balance_cents   bigint,
    reserved_cents  bigint not null default 0,
    opening_cents   bigint,
    transaction_id  xid8 not null default pg_current_xact_id(),
    created_at      timestamptz not null default core.now(),
    constraint account_one_a_kind unique nulls not distinct (kind, owner_id, currency),
    constraint account_stored_when_owned check ((balance_cents is null) = (owner_id is null)),
    constraint account_opening_when_stored check ((opening_cents is null) = (balance_cents is null)),
    constraint account_payable_not_negative
        check (kind <> 'payable' or (balance_cents is not null and balance_cents >= 0)),
    constraint account_debt_not_positive
        check (kind <> 'debt' or (balance_cents is not null and balance_cents <= 0)),
    constraint account_reserved_within_balance
        check (reserved_cents >= 0 and reserved_cents <= greatest(coalesce(balance_cents, 0), 0))
) with (fillfactor = 70);
create index account_owner on ledger.account (owner_id);
comment on table ledger.account is
    'Ledger accounts; balances only follow entries, reservations only settlements. @source LED-001 LED-009 LED-011';
comment on column ledger.account.opening_cents is
    'The stored balance before the transaction that changed it last: what its entries are added to';

create table ledger.journal (
    id              uuid primary key default core.new_id(),
    kind            text not null constraint journal_kind_known check (kind in (
        'fund', 'release', 'refund', 'partial', 'transfer', 'refund_settled', 'transfer_reversed',
        'payment_suspended', 'suspense_returned', 'chargeback', 'chargeback_reversed',
        'chargeback_debt', 'refund_charged_back', 'chargeback_reassigned', 'debt_written_off',
        'refund_outside', 'refund_returned', 'refund_outside_debt',
        'refund_reversed', 'debt_paid', 'processing_fee', 'adjustment')),
    source_id       uuid not null,
    escrow_id       uuid,
    at              timestamptz not null default core.now(),
    recorded_at     timestamptz not null default clock_timestamp(),
    transaction_id  xid8 not null default pg_current_xact_id(),
    constraint journal_one_a_fact unique (kind, source_id),
    constraint journal_of_its_escrow check (
        kind not in ('fund', 'release', 'refund', 'partial')
        or (escrow_id is not null and escrow_id = source_id)),
    constraint journal_of_escrow unique (id, escrow_id)
);
create index journal_escrow on ledger.journal (escrow_id);
create index journal_transaction on ledger.journal (transaction_id);
comment on table ledger.journal is
    'One economic fact each, unique by kind and source. @source LED-003 LED-007 STL-04';

create table ledger.posting (
    journal_kind  text not null,
    account_kind  text not null
        constraint posting_account_kind_fkey references ledger.chart (kind) on delete restrict,
    sign          integer not null constraint posting_sign check (sign in (-1, 1)),
    constraint posting_pkey primary key (journal_kind, account_kind, sign)
);
create index posting_account_kind on ledger.posting (account_kind);
comment on table ledger.posting is
    'What a journal of a kind may do: to accounts of which kind, with which sign (law)';

create table ledger.entry (
    journal_id      uuid not null
        constraint entry_journal_fkey references ledger.journal (id) on delete restrict,
    line            integer not null,
    account_id      uuid not null,
    amount_cents    bigint not null constraint entry_amount_not_zero check (amount_cents <> 0),
    currency        core.currency not null,
    escrow_id       uuid,
    at              timestamptz not null default core.now(),
    transaction_id  xid8 not null default pg_current_xact_id(),
    constraint entry_pkey primary key (journal_id, line)
);
create index entry_account on ledger.entry (account_id, transaction_id) include (amount_cents, at);
create index entry_escrow on ledger.entry (escrow_id) where escrow_id is not null;
-- Entries come in the order of their time: what a day moved is found in a few blocks.
create index entry_at on ledger.entry using brin (at);
comment on table ledger.entry is
    'Signed lines of a journal, append-only, zero-sum per journal and currency. No foreign key to
the account: thousands would share a system account''s row lock. @source LED-002 STL-03';

create table ledger.snapshot (
    account_id      uuid not null
        constraint snapshot_account_fkey references ledger.account (id) on delete restrict,
    horizon         xid8 not null,
    balance_cents   bigint not null,
    latest_at       timestamptz not null,
    taken_at        timestamptz not null default clock_timestamp(),
    constraint snapshot_pkey primary key (account_id, horizon)
);
comment on table ledger.snapshot is
    'Sums of system accounts over all entries of transactions before the horizon, append-only';

create table ledger.seal (
    id             uuid primary key default core.new_id(),
    number         bigint not null constraint seal_number_unique unique
        constraint seal_number_positive check (number > 0),
    day            date not null constraint seal_one_a_day unique,
    from_horizon   xid8 not null,
    horizon        xid8 not null,
    journals       integer not null,
    entries        integer not null,
    branches       bytea not null,
    root           bytea not null,
    previous_hash  bytea not null,
    hash           bytea not null constraint seal_hash_unique unique,
    sealed_at      timestamptz not null default clock_timestamp()
);
comment on table ledger.seal is
    'Hash chain over the journals of each day: what was committed below the horizon and is in no earlier
seal, as the root of a tree over its leaves. Append-only. @source S-L6 LED-002';
comment on column ledger.seal.day is
    'The last day (UTC) that was over when it was taken; a late commit, or one of the first minutes after, may lie on either side';
comment on column ledger.seal.branches is
    'The hashes of the tree''s nodes over 256 leaves each, in order, 32 bytes each: what a proof needs besides its neighbours';

create table ledger.seal_leaf (
    seal_number  bigint not null,
    place        integer not null constraint seal_leaf_place check (place >= 0),
    journal_id   uuid not null constraint seal_leaf_sealed_once unique,
    hash         bytea not null,
    lines        integer[] not null,
    marks        bytea[] not null,
    constraint seal_leaf_pkey primary key (seal_number, place)
);
comment on table ledger.seal_leaf is
    'The leaf of each sealed journal, by the journals'' ids in order; append-only. No foreign keys: a
million would be checked at once, and ledger.verify_seal names whatever does not fit. @source S-L6';
comment on column ledger.seal_leaf.marks is
    'The first 8 bytes of the hash of the journal''s own line, then of the line of each entry in lines: so that what was changed can be named';

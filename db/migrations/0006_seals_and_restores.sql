-- Sealed days of the ledger, the records of backups and restores, and what was proved last. One column joins
-- settlements, by a constant and so without rewriting them; one partial index is built by reading Stripe's events
-- once, while webhooks wait (they are told again).

create table audit.backup (
    id uuid not null default core.new_id(),
    label text not null,
    bytes bigint not null,
    begun_at timestamp with time zone not null,
    ended_at timestamp with time zone not null default clock_timestamp()
);
alter table audit.backup enable row level security;
create table audit.proof (
    invariant text not null,
    violations bigint not null,
    ms numeric not null,
    proved_at timestamp with time zone not null
);
alter table audit.proof enable row level security;
create table audit.restore (
    id uuid not null default core.new_id(),
    label text not null,
    is_drill boolean not null,
    restored_to_at timestamp with time zone,
    last_transaction_at timestamp with time zone,
    recovery_seconds numeric not null,
    loss_seconds numeric,
    invariants integer not null,
    violations bigint not null,
    broken_seals integer not null,
    restored_at timestamp with time zone not null default clock_timestamp()
);
alter table audit.restore enable row level security;
create table ledger.seal (
    id uuid not null default core.new_id(),
    number bigint not null,
    day date not null,
    from_horizon xid8 not null,
    horizon xid8 not null,
    journals integer not null,
    entries integer not null,
    branches bytea not null,
    root bytea not null,
    previous_hash bytea not null,
    hash bytea not null,
    sealed_at timestamp with time zone not null default clock_timestamp()
);
alter table ledger.seal enable row level security;
create table ledger.seal_leaf (
    seal_number bigint not null,
    place integer not null,
    journal_id uuid not null,
    hash bytea not null,
    lines integer[] not null,
    marks bytea[] not null
);
alter table ledger.seal_leaf enable row level security;
alter table settlement.settlement add column look_up_first boolean not null default false;
create unique index backup_label_unique on audit.backup using btree (label);
create unique index backup_pkey on audit.backup using btree (id);
create unique index proof_pkey on audit.proof using btree (invariant);
create unique index restore_pkey on audit.restore using btree (id);
create unique index seal_hash_unique on ledger.seal using btree (hash);
create unique index seal_leaf_pkey on ledger.seal_leaf using btree (seal_number, place);
create unique index seal_leaf_sealed_once on ledger.seal_leaf using btree (journal_id);
create unique index seal_number_unique on ledger.seal using btree (number);
create unique index seal_one_a_day on ledger.seal using btree (day);
create unique index seal_pkey on ledger.seal using btree (id);
create index event_unknown_transfer on stripe.event using btree (((payload #>> '{data,object,transfer_group}'::text[]))) where (outcome = 'transfer_unknown'::text);
alter table audit.backup add constraint backup_pkey primary key using index backup_pkey;
alter table audit.proof add constraint proof_pkey primary key using index proof_pkey;
alter table audit.restore add constraint restore_pkey primary key using index restore_pkey;
alter table ledger.seal add constraint seal_pkey primary key using index seal_pkey;
alter table ledger.seal_leaf add constraint seal_leaf_pkey primary key using index seal_leaf_pkey;
alter table audit.backup add constraint backup_bytes_positive check ((bytes > 0)) not valid;
alter table audit.backup validate constraint backup_bytes_positive;
alter table audit.backup add constraint backup_label_unique unique using index backup_label_unique;
alter table audit.proof add constraint proof_violations check ((violations >= 0)) not valid;
alter table audit.proof validate constraint proof_violations;
alter table audit.restore add constraint restore_broken_seals check ((broken_seals >= 0)) not valid;
alter table audit.restore validate constraint restore_broken_seals;
alter table audit.restore add constraint restore_invariants check ((invariants > 0)) not valid;
alter table audit.restore validate constraint restore_invariants;
alter table audit.restore add constraint restore_loss_seconds check ((loss_seconds >= (0)::numeric)) not valid;
alter table audit.restore validate constraint restore_loss_seconds;
alter table audit.restore add constraint restore_recovery_seconds check ((recovery_seconds >= (0)::numeric)) not valid;
alter table audit.restore validate constraint restore_recovery_seconds;
alter table audit.restore add constraint restore_violations check ((violations >= 0)) not valid;
alter table audit.restore validate constraint restore_violations;
alter table ledger.seal add constraint seal_hash_unique unique using index seal_hash_unique;
alter table ledger.seal add constraint seal_number_positive check ((number > 0)) not valid;
alter table ledger.seal validate constraint seal_number_positive;
alter table ledger.seal add constraint seal_number_unique unique using index seal_number_unique;
alter table ledger.seal add constraint seal_one_a_day unique using index seal_one_a_day;
alter table ledger.seal_leaf add constraint seal_leaf_place check ((place >= 0)) not valid;
alter table ledger.seal_leaf validate constraint seal_leaf_place;
alter table ledger.seal_leaf add constraint seal_leaf_sealed_once unique using index seal_leaf_sealed_once;
comment on table audit.backup is 'Base backups made and verified, append-only; times by the real clock. @source DEP-34 DRH-027';
comment on table audit.proof is 'What audit.prove() found last, invariant by invariant, for whoever asks often. @source STL-08 OBS-26';
comment on table audit.restore is 'Restores of a base backup and what its proofs found, append-only. @source DRH-003 DRH-030 DEP-37';
comment on column audit.restore.label is 'The base backup that it began with';
comment on column audit.restore.restored_to_at is 'The time that was asked for; null for the last archived';
comment on column audit.restore.loss_seconds is 'How much could have been lost at most: the age of the newest archived log; null for a time asked for';
comment on table ledger.seal is 'Hash chain over the journals of each day: what was committed below the horizon and is in no earlier
seal, as the root of a tree over its leaves. Append-only. @source S-L6 LED-002';
comment on column ledger.seal.day is 'The last day (UTC) that was over when it was taken; a late commit, or one of the first minutes after, may lie on either side';
comment on column ledger.seal.branches is 'The hashes of the tree''s nodes over 256 leaves each, in order, 32 bytes each: what a proof needs besides its neighbours';
comment on table ledger.seal_leaf is 'The leaf of each sealed journal, by the journals'' ids in order; append-only. No foreign keys: a
million would be checked at once, and ledger.verify_seal names whatever does not fit. @source S-L6';
comment on column ledger.seal_leaf.marks is 'The first 8 bytes of the hash of the journal''s own line, then of the line of each entry in lines: so that what was changed can be named';
comment on column settlement.settlement.look_up_first is 'The provider may have it although nothing here says so (the database was restored): asked before it is sent';

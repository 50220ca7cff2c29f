-- Say here why. Review what follows: a rename is proposed as drop and add; a rule that rows break
-- fails; what rewrites or scans a large table holds its lock for as long.

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
create unique index seal_hash_unique on ledger.seal using btree (hash);
create unique index seal_leaf_pkey on ledger.seal_leaf using btree (seal_number, place);
create unique index seal_leaf_sealed_once on ledger.seal_leaf using btree (journal_id);
create unique index seal_number_unique on ledger.seal using btree (number);
create unique index seal_one_a_day on ledger.seal using btree (day);
create unique index seal_pkey on ledger.seal using btree (id);
alter table ledger.seal add constraint seal_pkey primary key using index seal_pkey;
alter table ledger.seal_leaf add constraint seal_leaf_pkey primary key using index seal_leaf_pkey;
alter table ledger.seal add constraint seal_hash_unique unique using index seal_hash_unique;
alter table ledger.seal add constraint seal_number_positive check ((number > 0)) not valid;
alter table ledger.seal validate constraint seal_number_positive;
alter table ledger.seal add constraint seal_number_unique unique using index seal_number_unique;
alter table ledger.seal add constraint seal_one_a_day unique using index seal_one_a_day;
alter table ledger.seal_leaf add constraint seal_leaf_place check ((place >= 0)) not valid;
alter table ledger.seal_leaf validate constraint seal_leaf_place;
alter table ledger.seal_leaf add constraint seal_leaf_sealed_once unique using index seal_leaf_sealed_once;
comment on table ledger.seal is 'Hash chain over the journals of each day: what was committed below the horizon and is in no earlier
seal, as the root of a tree over its leaves. Append-only. @source S-L6 LED-002';
comment on column ledger.seal.day is 'The last day (UTC) that was over when it was taken; a late commit, or one of the first minutes after, may lie on either side';
comment on column ledger.seal.branches is 'The hashes of the tree''s nodes over 256 leaves each, in order, 32 bytes each: what a proof needs besides its neighbours';
comment on table ledger.seal_leaf is 'The leaf of each sealed journal, by the journals'' ids in order; append-only. No foreign keys: a
million would be checked at once, and ledger.verify_seal names whatever does not fit. @source S-L6';
comment on column ledger.seal_leaf.marks is 'The first 8 bytes of the hash of the journal''s own line, then of the line of each entry in lines: so that what was changed can be named';

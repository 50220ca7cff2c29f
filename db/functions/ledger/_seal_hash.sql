-- The hash of a seal over its fields and the hash of the one before it (db/docs/seals.md).
create or replace function ledger._seal_hash(seal ledger.seal)
    returns bytea
    language sql stable
as $$
    select sha256(convert_to(concat_ws('|', 'seal', (_seal_hash.seal).number,
        to_char((_seal_hash.seal).day, 'YYYY-MM-DD'), (_seal_hash.seal).from_horizon,
        (_seal_hash.seal).horizon, (_seal_hash.seal).journals, (_seal_hash.seal).entries,
        encode((_seal_hash.seal).root, 'hex'), encode((_seal_hash.seal).previous_hash, 'hex')), 'UTF8'))
$$;

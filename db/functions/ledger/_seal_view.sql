-- A seal as readers see it.
create or replace function ledger._seal_view(seal ledger.seal)
    returns ledger.seal_view
    language sql stable
as $$
    select row((_seal_view.seal).number, (_seal_view.seal).day, (_seal_view.seal).from_horizon::text,
        (_seal_view.seal).horizon::text, (_seal_view.seal).journals, (_seal_view.seal).entries,
        encode((_seal_view.seal).root, 'hex'), encode((_seal_view.seal).previous_hash, 'hex'),
        encode((_seal_view.seal).hash, 'hex'), (_seal_view.seal).sealed_at)::ledger.seal_view
$$;

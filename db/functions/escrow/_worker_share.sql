-- The worker's part of a released amount; the platform keeps the rest (decisions.md Fee).
create or replace function escrow._worker_share(release_cents bigint, fee_bps integer)
    returns bigint
    language sql immutable parallel safe
as $$
    select release_cents * (10000 - fee_bps) / 10000
$$;

-- How an amount is divided: what is released goes to worker and platform, the rest to the poster, who
-- has already from his bank what a lost chargeback took. The five parts follow from two figures.
create or replace function escrow._divide(
    amount_cents   bigint,
    release_cents  bigint,
    fee_bps        integer,
    lost_cents     bigint
)
    returns escrow.parts
    language sql immutable parallel safe
as $$
    select row(release_cents,
        escrow._worker_share(release_cents, fee_bps),
        release_cents - escrow._worker_share(release_cents, fee_bps),
        amount_cents - release_cents - least(amount_cents - release_cents, lost_cents),
        least(amount_cents - release_cents, lost_cents))::escrow.parts
$$;

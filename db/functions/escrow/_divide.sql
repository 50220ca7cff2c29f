-- How an amount is divided: what is released goes to worker and platform, the rest to the poster, who
-- has some of it already: what was refunded by another hand, then what a lost chargeback took. The six
-- parts follow from four figures.
create or replace function escrow._divide(
    amount_cents   bigint,
    release_cents  bigint,
    fee_bps        integer,
    lost_cents     bigint,
    outside_cents  bigint default 0
)
    returns escrow.parts
    language sql immutable parallel safe
as $$
    select row(release_cents,
        escrow._worker_share(release_cents, fee_bps),
        release_cents - escrow._worker_share(release_cents, fee_bps),
        greatest(amount_cents - release_cents - outside_cents - lost_cents, 0),
        least(greatest(amount_cents - release_cents - outside_cents, 0), lost_cents),
        least(amount_cents - release_cents, outside_cents))::escrow.parts
$$;

-- Shapes of metrics procedures.
do $$
begin
    if to_regtype('metrics.city_day') is null then
        create type metrics.city_day as (
            city text, day date, currency text, is_final boolean, completed_tasks bigint, collected_cents bigint,
            released_cents bigint, fee_cents bigint, refunded_cents bigint, paid_out_cents bigint,
            lost_cents bigint, cost_cents bigint, held_cents bigint, outstanding_cents bigint,
            in_doubt_cents bigint, taken_at timestamptz);
    end if;
    if to_regtype('metrics.gauge') is null then
        create type metrics.gauge as (
            name text, help text, label text, label_value text, label_2 text, label_2_value text,
            value numeric);
    end if;
end $$;
comment on type metrics.city_day is 'The money of a city''s day, in its currency: collected from posters, released to
workers and platform, of it the platform''s fee, refunded, paid out, lost to chargebacks, Stripe''s fees; at its
end held in escrow, outstanding to workers and posters, and in doubt on its way';
comment on type metrics.gauge is
    'A figure for operators, with at most two labels of few values each. @nullable label label_value label_2
label_2_value';

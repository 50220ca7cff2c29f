-- Shapes of stripe procedures.
do $$
begin
    if to_regtype('stripe.receipt') is null then
        create type stripe.receipt as (event_id uuid, is_new boolean);
        create type stripe.result as (event_id uuid, state text, outcome text);
    end if;
    if to_regtype('stripe.intent_job') is null then
        create type stripe.intent_job as (
            intent_id uuid, fence bigint, action text, provider_key text, amount_cents bigint,
            currency text, provider_intent_id text, purpose text, escrow_id uuid, task_id uuid,
            payer_id uuid);
        create type stripe.intent_fate as (
            intent_id uuid, fence bigint, outcome text, provider_intent_id text,
            client_secret text, error text, is_outage boolean);
        create type stripe.account_job as (
            account_id uuid, fence bigint, action text, provider_key text, provider_account_id text,
            email text, return_url text, refresh_url text);
        create type stripe.account_fate as (
            account_id uuid, fence bigint, outcome text, provider_account_id text, account text,
            link_url text, link_ends_at timestamptz, error text, is_outage boolean);
        create type stripe.evidence_job as (
            evidence_id uuid, fence bigint, provider_key text, provider_dispute_id text, evidence text);
        create type stripe.evidence_fate as (
            evidence_id uuid, fence bigint, outcome text, error text, is_outage boolean);
        create type stripe.poll_window as (name text, since_at timestamptz);
    end if;
    if to_regtype('stripe.statement_job') is null then
        create type stripe.statement_job as (
            fence bigint, created_from bigint, starting_after text, page_size integer);
        create type stripe.moved as (
            movement text, object_id text, currency text, cents bigint, pieces integer, latest_at timestamptz);
        create type stripe.difference as (
            kind text, severity text, subject text, subject_id uuid, amount_cents bigint, currency text,
            ours text, theirs text, scope text, is_ripe boolean);
        create type stripe.inquiry_job as (inquiry_id uuid, fence bigint, object text, object_id text);
        create type stripe.inquiry_fate as (
            inquiry_id uuid, fence bigint, outcome text, answer text, error text, is_outage boolean);
        create type stripe.reconciliation as (
            is_full boolean, read_to_at timestamptz, examined bigint, found integer, closed integer,
            open_findings bigint);
    end if;
end $$;
comment on type stripe.intent_job is
    'A payment intent to be made or cancelled at Stripe. @nullable provider_intent_id escrow_id task_id';
comment on type stripe.intent_fate is
    'What a call about an intent came to. @nullable provider_intent_id client_secret error is_outage';
comment on type stripe.account_job is
    'A connected account to be made, linked or asked for. @nullable provider_account_id email return_url refresh_url';
comment on type stripe.account_fate is 'What a call about a connected account came to. @nullable
provider_account_id account link_url link_ends_at error is_outage';
comment on type stripe.evidence_job is 'Evidence to be handed in for a chargeback';
comment on type stripe.evidence_fate is
    'What handing evidence in came to: done, refused or unknown. @nullable error is_outage';
comment on type stripe.statement_job is 'A page of Stripe''s balance transactions to be listed. @nullable starting_after';
comment on type stripe.moved is 'What an object at Stripe moved by one side''s word, + is what Stripe holds for us';
comment on type stripe.difference is 'What both sides do not agree in, and whether it is old enough to be told';
comment on type stripe.inquiry_job is 'An object that Stripe is to be asked for';
comment on type stripe.inquiry_fate is
    'What asking for an object came to: done, refused or unknown. @nullable answer error is_outage';
comment on type stripe.reconciliation is 'What a run of the reconciliation came to. @nullable read_to_at';
comment on type stripe.poll_window is 'From when on a list of events is to be read again';
comment on type stripe.receipt is 'An event as stored; is_new is false for a redelivery';
comment on type stripe.result is 'What processing an event did. @nullable outcome';

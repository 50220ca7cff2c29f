-- Money on its way out: payout accounts, orders, fates, and what Stripe tells of them.

-- Stripe's object of a payout account, as JSON text.
create function support.account_json(is_open boolean default true, destination text default 'fp_1')
    returns text
    language sql immutable
as $$
    select jsonb_build_object('object', 'account', 'details_submitted', true, 'payouts_enabled', is_open,
        'capabilities', jsonb_build_object('transfers', case when is_open then 'active' else 'pending' end),
        'requirements', jsonb_build_object('currently_due',
            case when is_open then '[]'::jsonb else '["individual.id_number"]' end),
        'external_accounts', jsonb_build_object('data',
            jsonb_build_array(jsonb_build_object('fingerprint', destination))))::text
$$;

-- Somebody's payout account, made and told as the worker does it; answers his id.
create function support.payout_account(
    name text, is_open boolean default true, destination text default 'fp_1')
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person uuid := support.person(name);
    job stripe.account_job;
begin
    perform account.set_up_payouts();
    for step in 1..2 loop -- it is made, then linked
    for job in select j.* from stripe.take_accounts('support', 100) as j loop
        perform stripe.report_accounts(jsonb_build_array(jsonb_build_object('account_id', job.account_id,
            'fence', job.fence, 'outcome', 'done',
            'provider_account_id', 'acct_' || job.account_id,
            'account', case when job.account_id = person
                then support.account_json(is_open, destination) end,
            'link_url', case when job.action = 'link' then 'https://connect.example/' || job.account_id end,
            'link_ends_at', case when job.action = 'link' then core.now() end)));
    end loop;
    end loop;
    return person;
end $$;

-- account.updated of somebody's account, made so many seconds from now, as its webhook body.
create function support.account_event(
    name text, is_open boolean, seconds integer default 0, destination text default 'fp_1')
    returns text
    language sql volatile
as $$
    select jsonb_build_object('id', 'evt_' || gen_random_uuid(), 'object', 'event', 'livemode', false,
        'type', 'account.updated', 'account', c.provider_account_id, 'created', floor(extract(epoch from core.now()))::bigint + account_event.seconds,
        'data', jsonb_build_object('object', support.account_json(account_event.is_open,
            account_event.destination)::jsonb
            || jsonb_build_object('id', c.provider_account_id)))::text
      from account.user as u join stripe.connected_account as c on c.account_id = u.id
     where u.email = account_event.name || '@example.test'
$$;

-- The newest settlement of a task, of a kind.
create function support.settlement_of(task_id uuid, kind text default 'transfer')
    returns uuid
    language sql volatile
as $$
    select s.id from settlement.settlement as s
     where s.escrow_id = support.escrow_of(settlement_of.task_id) and s.kind = settlement_of.kind
     order by s.id desc limit 1
$$;

-- An event of Stripe about a transfer or a refund of a settlement, as its webhook body.
create function support.movement_event(
    settlement_id uuid, type text, reference text, status text default 'succeeded',
    amount_cents bigint default null, amount_reversed bigint default 0)
    returns text
    language sql volatile
as $$
    select jsonb_build_object('id', 'evt_' || gen_random_uuid(), 'object', 'event', 'livemode', false,
        'type', movement_event.type,
        'data', jsonb_build_object('object', jsonb_build_object(
            'id', movement_event.reference, 'object', split_part(movement_event.type, '.', 1),
            'status', movement_event.status,
            'amount', coalesce(movement_event.amount_cents, s.amount_cents),
            'amount_reversed', movement_event.amount_reversed, 'currency', lower(s.currency),
            'metadata', jsonb_build_object('settlement_id', s.id))))::text
      from settlement.settlement as s where s.id = movement_event.settlement_id
$$;

-- A payout of a worker's account, as its webhook body.
create function support.payout_event(name text, payout_id text, status text)
    returns text
    language sql volatile
as $$
    select jsonb_build_object('id', 'evt_' || gen_random_uuid(), 'object', 'event', 'livemode', false,
        'type', 'payout.' || status, 'account', c.provider_account_id,
        'data', jsonb_build_object('object', jsonb_build_object('id', payout_event.payout_id,
            'object', 'payout', 'status', payout_event.status, 'amount', 8500, 'currency', 'usd',
            'arrival_date', 1900000000)))::text
      from account.user as u join stripe.connected_account as c on c.account_id = u.id
     where u.email = payout_event.name || '@example.test'
$$;

-- Take and submit all that is due, as one worker; how many may be sent.
create function support.send(worker text default 'one')
    returns bigint
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    ids uuid[];
    fences bigint[];
begin
    select array_agg(j.settlement_id), array_agg(j.fence) into ids, fences
      from settlement.take(worker) as j where j.action = 'send';
    return (select count(*) from settlement.submit(ids, fences));
end $$;

-- Report the fate of a settlement under its fence, or another; its state and, where it is so, stale.
create function support.report(
    settlement_id uuid, outcome text, reference text default null, error text default null,
    fence bigint default null, is_outage boolean default false)
    returns text
    language sql volatile
as $$
    select v.state || case when v.is_stale then ' stale' else '' end
      from settlement.report(jsonb_build_array(jsonb_build_object('settlement_id', report.settlement_id,
        'fence', coalesce(report.fence, (select s.fence from settlement.settlement as s
            where s.id = report.settlement_id)), 'outcome', report.outcome, 'reference', report.reference,
        'error', report.error, 'is_outage', report.is_outage))) as v
$$;

-- The lease of a settlement is over.
create function support.lapse(settlement_id uuid)
    returns void
    language sql volatile
as $$
    update settlement.settlement as s set lease_ends_at = clock_timestamp() - interval '1 second'
     where s.id = lapse.settlement_id
$$;

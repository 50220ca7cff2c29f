-- Work in any state, by the public procedures.

-- So many photos that nobody has used yet.
create function support.photos(how_many integer default 1)
    returns proof.photo_input[]
    language sql volatile
as $$
    select array_agg(row('test/' || k.key || '.jpg', 'image/jpeg', 1000 + k.n,
               encode(sha256(k.key::text::bytea), 'hex'))::proof.photo_input)
      from (select n, gen_random_uuid() as key from generate_series(1, how_many) as n) as k
$$;

-- Funded or unfunded work of a poster.
create function support.task(
    poster text, price_cents bigint default 10000, requires_proof boolean default true,
    category text default 'moving')
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
begin
    perform support.person(task.poster);
    return (task.create(title => 'Move a couch', description => 'Down the stairs',
        category => task.category, price_cents => task.price_cents,
        deadline_at => core.now() + interval '2 days', address => '1201 2nd Ave',
        latitude => 47.6075, longitude => -122.3381, requires_proof => task.requires_proof)).id;
end $$;

-- An event of Stripe about the payment intent of an escrow, as its webhook body.
create function support.payment_event(
    escrow_id uuid, type text default 'payment_intent.succeeded', amount_cents bigint default null,
    currency text default 'usd', intent_id text default null, event_id text default null,
    livemode boolean default false)
    returns text
    language sql volatile
as $$
    select jsonb_build_object(
        'id', coalesce(payment_event.event_id, 'evt_' || gen_random_uuid()), 'object', 'event',
        'type', payment_event.type, 'livemode', payment_event.livemode,
        'data', jsonb_build_object('object', jsonb_build_object(
            'id', coalesce(payment_event.intent_id, 'pi_' || payment_event.escrow_id),
            'object', 'payment_intent',
            'status', split_part(payment_event.type, '.', 2),
            'amount_received', coalesce(payment_event.amount_cents,
                (select e.amount_cents from escrow.escrow as e where e.id = payment_event.escrow_id)),
            'currency', payment_event.currency,
            'metadata', jsonb_build_object('purpose', 'escrow', 'escrow_id',
                payment_event.escrow_id))))::text
$$;

-- An event of Stripe about a chargeback of an escrow's payment, as its webhook body. What was moved is told
-- by a balance transaction: the amount and a fee of 1500.
create function support.chargeback_event(
    escrow_id uuid, fact text, status text default 'needs_response', amount_cents bigint default null,
    dispute_id text default null, intent_id text default null)
    returns text
    language sql volatile
as $$
    select jsonb_build_object(
        'id', 'evt_' || gen_random_uuid(), 'object', 'event', 'livemode', false,
        'type', 'charge.dispute.' || chargeback_event.fact,
        'data', jsonb_build_object('object', jsonb_build_object(
            'id', coalesce(chargeback_event.dispute_id, 'du_' || chargeback_event.escrow_id),
            'object', 'dispute', 'status', chargeback_event.status, 'currency', 'usd',
            'amount', c.cents,
            'payment_intent', coalesce(chargeback_event.intent_id, 'pi_' || chargeback_event.escrow_id),
            'balance_transactions', case chargeback_event.fact
                when 'funds_withdrawn' then jsonb_build_array(jsonb_build_object(
                    'amount', -c.cents, 'fee', 1500, 'net', -c.cents - 1500))
                when 'funds_reinstated' then jsonb_build_array(
                    jsonb_build_object('amount', -c.cents, 'fee', 1500, 'net', -c.cents - 1500),
                    jsonb_build_object('amount', c.cents, 'fee', 0, 'net', c.cents))
                else '[]' end)))::text
      from (select coalesce(chargeback_event.amount_cents, (select e.amount_cents
                from escrow.escrow as e where e.id = chargeback_event.escrow_id)) as cents) as c
$$;

-- An event of Stripe that a charge was refunded, so much in all, as its webhook body.
create function support.refunded_event(
    escrow_id uuid, amount_refunded bigint, currency text default 'usd', intent_id text default null)
    returns text
    language sql volatile
as $$
    select jsonb_build_object(
        'id', 'evt_' || gen_random_uuid(), 'object', 'event', 'livemode', false,
        'type', 'charge.refunded',
        'data', jsonb_build_object('object', jsonb_build_object(
            'id', 'ch_' || coalesce(refunded_event.intent_id, refunded_event.escrow_id::text),
            'object', 'charge',
            'amount_refunded', refunded_event.amount_refunded, 'currency', refunded_event.currency,
            'payment_intent', coalesce(refunded_event.intent_id, 'pi_' || refunded_event.escrow_id))))::text
$$;

-- A chargeback's facts, one after another: created, funds_withdrawn, funds_reinstated, won, lost.
create function support.charge_back(
    task_id uuid, facts text[], amount_cents bigint default null, dispute_id text default null)
    returns text
    language plpgsql
as $$
declare
    fact text;
    outcomes text[];
begin
    foreach fact in array facts loop
        outcomes := outcomes || support.deliver(support.chargeback_event(
            support.escrow_of(task_id), case when fact in ('won', 'lost') then 'closed' else fact end,
            case when fact in ('won', 'lost') then fact else 'needs_response' end,
            amount_cents, dispute_id));
    end loop;
    set constraints all immediate;
    set constraints all deferred;
    return array_to_string(outcomes, ' ');
end $$;

-- Ingest and process an event under nobody's name, as the workers do; answers its outcome.
create function support.deliver(event text)
    returns text
    language plpgsql
as $$
begin
    perform core._enter(null, null, 'stripe', false);
    return (stripe.process((stripe.ingest(event,
        event::jsonb ? 'account')).event_id)).outcome;
end $$;

create function support.escrow_of(task_id uuid)
    returns uuid
    language sql volatile
as $$
    select e.id from escrow.escrow as e where e.task_id = escrow_of.task_id
$$;

-- A task in a state: UNFUNDED, OPEN (funded), ACCEPTED, PROOF_SUBMITTED, REJECTED, COMPLETED,
-- CANCELLED by the procedures; EXPIRED and DISPUTED by the move itself.
create function support._task_in(
    state text, poster text, worker text, price_cents bigint, requires_proof boolean)
    returns uuid
    language plpgsql
as $$
declare
    work uuid := support.task(_task_in.poster, _task_in.price_cents, _task_in.requires_proof);
begin
    if _task_in.state = 'UNFUNDED' then
        return work;
    end if;
    if support.deliver(support.payment_event(support.escrow_of(work))) <> 'funded' then
        raise exception 'not funded';
    end if;
    if _task_in.state = 'CANCELLED' then
        perform support.be(_task_in.poster);
        perform task.cancel(work);
    elsif _task_in.state = 'EXPIRED' then
        update task.task as t set state = 'EXPIRED', expired_at = core.now() where t.id = work;
    end if;
    if _task_in.state in ('OPEN', 'CANCELLED', 'EXPIRED') then
        return work;
    end if;
    perform support.person(_task_in.worker);
    perform task.accept(work);
    if _task_in.state = 'ACCEPTED' then
        return work;
    end if;
    if _task_in.requires_proof then
        perform task.submit_proof(work, 'Done', support.photos());
    end if;
    perform support.be(_task_in.poster);
    if _task_in.state in ('REJECTED', 'DISPUTED') and _task_in.requires_proof then
        perform proof.reject((proof.get_by_task_id(work)).id, 'A leg is off');
    elsif _task_in.state = 'DISPUTED' then
        perform support.be(_task_in.worker);
        perform task.request_completion(work);
    end if;
    if _task_in.state = 'DISPUTED' then
        perform support.be(_task_in.worker);
        perform dispute.create(work, 'QUALITY_ISSUE', 'The leg was off before');
    elsif _task_in.state = 'COMPLETED' then
        perform task.complete(work);
    end if;
    return work;
end $$;

create function support.task_in(
    state text, poster text default 'poster', worker text default 'worker',
    price_cents bigint default 10000, requires_proof boolean default true)
    returns uuid
    language plpgsql
as $$
declare
    work uuid := support._task_in(state, poster, worker, price_cents, requires_proof);
begin
    -- As if committed: nothing deferred is left over.
    set constraints all immediate;
    set constraints all deferred;
    return work;
end $$;

create function support.proof_of(task_id uuid)
    returns uuid
    language sql volatile
as $$
    select p.id from proof.proof as p where p.task_id = proof_of.task_id
     order by p.attempt desc limit 1
$$;

-- The statement that inserts an XP entry for a task, as it would have to look; changes override.
create function support.xp_entry(task_id uuid, changes jsonb default '{}')
    returns text
    language sql volatile
as $$
    select format('insert into xp.entry select (jsonb_populate_record(null::xp.entry, %L)).*',
        jsonb_build_object('id', core.new_id(), 'account_id', p.account_id, 'task_id', t.id,
            'escrow_id', e.id, 'base_xp', 100, 'streak_multiplier', 1, 'trust_multiplier', 1,
            'live_multiplier', 1, 'effective_xp', 100, 'streak_days', 0, 'tier', 1,
            'total_before', p.total_xp, 'total_after', p.total_xp + 100, 'level_before', p.level,
            'level_after', xp.level_of(p.total_xp + 100), 'reason', 'task_completed',
            'awarded_at', core.now(), 'day', core.now()::date) || xp_entry.changes)
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      join xp.progress as p on p.account_id = coalesce(t.worker_id, t.poster_id)
     where t.id = xp_entry.task_id
$$;

-- Lives up to where the benchmark of settlements takes them over.
-- Payments that succeeded at Stripe, each for one life.
create table bench.charged (id bigint generated always as identity, intent text, charge text);
create function bench.next_charge(out intent text, out charge text) language sql volatile
as $$
    delete from bench.charged as c
     where c.id = (select d.id from bench.charged as d order by d.id limit 1 for update skip locked)
    returning c.intent, c.charge
$$;
-- Tasks that wait for the benchmark: for their payment, or, their work accepted, for their release.
create table bench.waiting (kind text, poster bigint, task uuid, escrow uuid);
create function bench.ordered(n bigint, intent text default null, out task uuid, out escrow uuid) language plpgsql volatile security definer set search_path = ''
as $$
begin
    perform core._enter(bench.person(2 * (n % 500) + 1), null, 'bench', false);
    select t.id, t.escrow_id into ordered.task, ordered.escrow from task.create('Move a couch',
        'Down the stairs', 'moving', 10000, now() + interval '2 days', '1201 2nd Ave', 47.6075, -122.3381) as t;
    perform escrow.create_intent(ordered.task);
    -- No worker makes it at Stripe: the event of its payment would be of another one.
    update stripe.intent as i set state = 'READY', due_at = null, client_secret = 'none',
           provider_intent_id = coalesce(ordered.intent, 'pi_' || ordered.escrow)
     where i.escrow_id = ordered.escrow;
    insert into bench.waiting values ('payment', 2 * (n % 500) + 1, ordered.task, ordered.escrow);
end $$;
-- payment_intent.succeeded of an escrow, as its webhook body.
create function bench.payment(escrow uuid, intent text, charge text) returns text language sql immutable
as $$
    select jsonb_build_object('id', 'evt_' || payment.escrow, 'type', 'payment_intent.succeeded',
        'livemode', false, 'data', jsonb_build_object('object', jsonb_build_object('id', payment.intent,
            'status', 'succeeded', 'amount_received', 10000, 'currency', 'usd', 'latest_charge',
            payment.charge, 'metadata', jsonb_build_object('purpose', 'escrow', 'escrow_id',
            payment.escrow))))::text
$$;
-- Of so many workers one has done it, and it was accepted.
create function bench.done(n bigint, workers bigint, intent text, charge text) returns uuid language plpgsql volatile security definer set search_path = ''
as $$
declare
    made record;
    event stripe.receipt;
    handed_in uuid;
begin
    select o.task, o.escrow into made from bench.ordered(n, intent) as o;
    event := stripe.ingest(bench.payment(made.escrow, intent, charge));
    perform stripe.process(event.event_id);
    perform core._enter(bench.person(2 * (n % workers) + 2), null, 'bench', false);
    perform task.accept(made.task);
    select s.proof_id into handed_in from task.submit_proof(made.task, 'done', array[row('bench/'
        || made.task || '.jpg', 'image/jpeg', 48213, encode(sha256(made.task::text::bytea), 'hex'))::proof.photo_input]) as s;
    perform core._enter(bench.person(2 * (n % 500) + 1), null, 'bench', false);
    perform proof.accept(handed_in);
    update bench.waiting as w set kind = 'release' where w.task = made.task;
    return made.task;
end $$;
-- The same, released: its transfer waits to be sent.
create function bench.released(n bigint, workers bigint, intent text, charge text) returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
    ready uuid := bench.done(n, workers, intent, charge);
begin
    perform task.complete(ready);
    delete from bench.waiting as w where w.task = ready;
end $$;
create index on bench.waiting (escrow);
create index on bench.waiting (task);
create index on bench.charged (id);

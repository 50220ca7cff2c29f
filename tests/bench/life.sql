\set poster 2 * :client_id + 1
\set worker 2 * :client_id + 2
select t.id as task, t.escrow_id as escrow from core._enter(bench.person(:poster), null, 'bench', false) as e, lateral task.create('Move a couch', 'Down the stairs', 'moving', 10000, now() + interval '2 days', '1201 2nd Ave', 47.6075, -122.3381) as t \gset
select i.state from core._enter(bench.person(:poster), null, 'bench', false) as e, lateral escrow.create_intent(:task) as i;
select p.state from stripe.ingest(format('{"id": "evt_%s", "type": "payment_intent.succeeded", "livemode": false, "data": {"object": {"id": "pi_%s", "status": "succeeded", "amount_received": 10000, "currency": "usd", "metadata": {"purpose": "escrow", "escrow_id": "%s"}}}}', :escrow::text, :escrow::text, :escrow::text)) as i, lateral stripe.process(i.event_id) as p;
select t.state from core._enter(bench.person(:worker), null, 'bench', false) as e, lateral task.accept(:task) as t;
select t.proof_id as proof from core._enter(bench.person(:worker), null, 'bench', false) as e, lateral task.submit_proof(:task, 'done', array[row('bench/' || :task || '.jpg', 'image/jpeg', 48213, encode(sha256((:task)::text::bytea), 'hex'))::proof.photo_input]) as t \gset
select p.state from core._enter(bench.person(:poster), null, 'bench', false) as e, lateral proof.accept(:proof) as p;
select t.effective_xp from core._enter(bench.person(:poster), null, 'bench', false) as e, lateral task.complete(:task) as t;

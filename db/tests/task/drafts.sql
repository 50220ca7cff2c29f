-- LIF-01 A28: drafts: what is asked, what is refused, how they become ready, and how they are posted, once.
begin;
select plan(87);
create function pg_temp.answer(draft uuid, question text, answer text) returns text language sql as
    $$select support.code_as('poster', format('select task.answer_question(%L, %L, %L)', $1, $2, $3))$$;
select support.person('poster'), support.person('stranger');
select support.be('poster');
create temporary table d as select (task.start_draft(title => 'Move a couch')).id;
create function pg_temp.d() returns uuid language sql as 'select d.id from d';
select is((task.get_draft()).state, 'DRAFT', 'a draft is born');
select is((task.get_draft()).id, pg_temp.d(), 'it is the one under way');
select ok((task.get_draft()).missing @> '{description,category,price_cents,address,latitude,deadline_at}', 'what is missing is told');
select is((task.get_draft()).next_question, null, 'nothing is asked before the category is known');
select is(support.code_as('poster', 'select task.start_draft()'), 'HXA03', 'one at a time');
select is(support.code_as('stranger', 'select task.start_draft()'), 'done', 'for each person');
select is(support.code_as('stranger', format('select task.get_draft(%L)', pg_temp.d())), 'HXA02', 'nobody sees another''s');
select is(support.code_as('poster', format('select task.update_draft(%L, category => ''no_such'')', pg_temp.d())), 'HXA01', 'a category that there is');
select is(support.code_as('poster', format('select task.update_draft(%L, latitude => 47.6)', pg_temp.d())), 'HXA01', 'a position is both');
select is(support.code_as('poster', format('select task.update_draft(%L, price_cents => 499)', pg_temp.d())), 'HXA01', 'a price of five dollars at least');
select support.be('poster');
select is((task.update_draft(pg_temp.d(), description => 'Carry it, twenty cha', category => 'moving')).state, 'DRAFT', 'twenty characters describe nothing');
select is((task.update_draft(pg_temp.d(), description => 'Carry it, twenty-one!')).state, 'CLARIFYING', 'more do');
select is(support.code_as('poster', format('select task.update_draft(%L, description => ''Too short'')', pg_temp.d())), 'HXA01', 'there is no way back to less');
select is(((task.get_draft(pg_temp.d())).next_question).code, 'moving.pickup_address', 'one question after another');
select is(support.code_as('poster', format('select task.post_draft(%L)', pg_temp.d())), 'HX702', 'it is not complete');

-- What says nothing.
select is(pg_temp.answer(pg_temp.d(), q.question, q.answer), 'HXA01', format('%s is not "%s"', q.question, q.answer)) from (values
    ('moving.dropoff_address', 'my place'), ('moving.dropoff_address', '400 Broad St'), ('moving.dropoff_address', 'Broad St, Seattle, WA 98109'),
    ('moving.dropoff_address', 'P.O. Box 12, Seattle, WA 98109'), ('moving.dropoff_address', '400 Broad St, Seattle, WA 97201'), ('moving.dropoff_address', '400 Broad St, Seattle, ZZ 98109'),
    ('moving.item_inventory', 'stuff'), ('moving.item_inventory', 'my things.'), ('moving.item_inventory', 'they''ll figure it out'), ('moving.item_inventory', '??'),
    ('moving.largest_item', 'normal size'), ('moving.largest_item', 'x'), ('moving.vehicle_type', 'rocket'), ('moving.stairs_pickup', 'perhaps'),
    ('moving.time_window', 'ASAP'), ('moving.time_window', 'soon'), ('moving.time_window', '2026-13-40T00:00:00Z/2026-13-41T00:00:00Z'),
    ('moving.time_window', '2020-01-01T10:00:00Z/2020-01-01T12:00:00Z'), ('universal.completion_proof', '   ')) as q (question, answer);
select is(pg_temp.answer(pg_temp.d(), 'moving.time_window', split_part(support.window_ahead(), '/', 2) || '/' || split_part(support.window_ahead(), '/', 1)), 'HXA01', 'a window does not end before it begins');
select is(pg_temp.answer(pg_temp.d(), 'moving.time_window', support.window_ahead(24 * 31)), 'HXA01', 'nor in more than thirty days');
select is(pg_temp.answer(pg_temp.d(), 'cleaning.rooms_list', 'All of the rooms'), 'HX703', 'another category''s question is none');
select is(pg_temp.answer(pg_temp.d(), 'moving.no_such', 'All of the rooms'), 'HX703', 'nor is one that is not there');
select is(pg_temp.answer(pg_temp.d(), 'no question', 'All of the rooms'), 'HX703', 'nor one of another shape');
select is(support.code_as('stranger', format('select task.answer_question(%L, ''moving.largest_item'', ''The couch'')', pg_temp.d())), 'HXA02', 'nobody answers for another');

-- The bank alone makes it ready.
select support.be('poster');
select is((task.update_draft(pg_temp.d(), price_cents => 9000, latitude => 47.6075, longitude => -122.3381)).state, 'CLARIFYING', 'a price and a place');
select cmp_ok((task.get_draft(pg_temp.d())).completeness, '<', 0.25, 'little is answered');
select is((task.get_draft(pg_temp.d())).clarity, 1, 'it is not clear');
select cmp_ok(support.answer_all(pg_temp.d()), '>=', 10, 'questions are answered one by one');
select is((task.get_draft(pg_temp.d())).state, 'READY', 'then it is ready');
select is((task.get_draft(pg_temp.d())).missing, '{}', 'and nothing is missing');
select cmp_ok((task.get_draft(pg_temp.d())).clarity, '>=', 3, 'and it is clear');
select is((task.get_draft(pg_temp.d())).address, '400 Broad St, Seattle, WA 98109', 'the answer is the address');
select is(extract(epoch from (task.get_draft(pg_temp.d())).expires_at - core.now())::integer, 3600, 'for an hour');
select is((task.update_draft(pg_temp.d(), category => 'cleaning')).state, 'CLARIFYING', 'an edit that unmakes it asks again');
select is((task.update_draft(pg_temp.d(), category => 'moving')).state, 'READY', 'what was answered is known still');

-- Posted once, by task.create and its checks.
select is((task.update_draft(pg_temp.d(), title => 'Move it and cut a tree')).state, 'READY', 'words are looked at when it is posted');
select is((task.update_draft(pg_temp.d(), title => 'Move a couch', description => 'Then rewire the whole apartment')).state, 'READY', 'again');
create temporary table posted as select (task.post_draft(pg_temp.d())).id;
select is((task.post_draft(pg_temp.d())).id, (select p.id from posted as p), 'a repeat answers the task');
select is((select t.risk_level from task.task as t join posted as p on p.id = t.id), 'high', 'what it asks for follows from the words as they are');
select results_eq($$select d.state, d.address, d.latitude, d.contact from task.draft as d where d.id = pg_temp.d()$$, $$values ('POSTED', null::task.address, null::core.latitude, null::core.contact)$$, 'the place left the draft');
select is((select p.address from task.place as p join posted as o on o.id = p.task_id), '400 Broad St, Seattle, WA 98109', 'for the task''s');
select is(pg_temp.answer(pg_temp.d(), 'moving.largest_item', 'The piano'), 'HX701', 'nothing is answered any more');
select is(support.code_as('poster', format('select task.%s(%L)', c.call, pg_temp.d())), 'HX701', 'nor is ' || c.call) from (values ('update_draft'), ('abandon_draft'), ('resume_draft')) as c (call);
select is((select count(*) from task.get_answers((select p.id from posted as p)) as a where a.code = 'moving.dropoff_address'), 1::bigint, 'the poster sees his answers');
select is((select t.proof_instructions::text from task.task as t join posted as p on p.id = t.id), 'Two chairs and a round table', 'how one sees that it is done goes along');

-- Categories without a bank are asked the general questions; every category can be made ready by answers alone.
create function pg_temp.made_ready(category text) returns text language plpgsql as $f$
declare
    draft uuid := support.draft_in('CLARIFYING', 'p_' || category, category);
begin
    perform support.answer_all(draft);
    return (task.get_draft(draft)).state;
end $f$;
select is_empty($$select c.code from task.category as c where pg_temp.made_ready(c.code) <> 'READY'$$, 'answers alone make a draft of any category ready');
select ok(exists (select from task.get_questions('handyman') as q where q.code = 'general.outcome'), 'a category without a bank is asked the general ones');
select ok(not exists (select from task.get_questions('moving') as q where q.purpose = 'general'), 'one that has a bank is not');
select ok(exists (select from task.get_questions('plumbing') as q where q.code = 'plumbing.gas_line' and not q.is_blocking), 'risk is asked, and need not be answered');
select support.be('p_yard_work');
select ok(exists (select from unnest((task.get_draft()).questions) as q where q.code = 'yard_work.water_access'), 'water is asked for where something is washed');
select ok(not exists (select from unnest((task.answer_question((task.get_draft()).id, 'yard_work.washing', 'no')).questions) as q where q.code = 'yard_work.water_access'), 'else it is not');

-- Time.
select support.be('p_plumbing');
create temporary table p as select (task.get_draft()).id;
select task.answer_question((select p.id from p), 'plumbing.gas_line', 'yes');
create temporary table piped as select (task.post_draft((select p.id from p))).id;
select is((select t.risk_level || array_to_string(t.risk_rules, '') from task.task as t join piped as p on p.id = t.id), 'highplumbing.gas_line=yes', 'the answers of risk go along');
select support.be('p_cleaning');
create temporary table c as select (task.get_draft()).id;
select support.set_clock(interval '59 minutes');
select task.process_due_drafts();
select is((select d.state from task.draft as d where d.id = (select c.id from c)), 'READY', 'an hour long it is ready');
select support.set_clock(interval '61 minutes');
select task.process_due_drafts();
select is((select d.state from task.draft as d where d.id = (select c.id from c)), 'ABANDONED', 'then it is abandoned');
select is(support.code_as('p_cleaning', format('select task.post_draft(%L)', (select c.id from c))), 'HXA03', 'and not posted');
select is(support.code_as('p_cleaning', format('select task.answer_question(%L, ''cleaning.space_size'', ''3'')', (select c.id from c))), 'HXA03', 'nor answered');
select support.be('p_cleaning');
select is((task.resume_draft((select c.id from c))).state, 'READY', 'resumed it is as ready as it was');
select is((task.resume_draft((select c.id from c))).state, 'READY', 'a repeat answers it');
select support.set_clock(interval '0');

-- The row itself, by the owner.
create function pg_temp.row(change text) returns text language sql as $$select support.code(format('update task.draft set %s where id = %L', $1, (select c.id from c)))$$;
select is(pg_temp.row('poster_id = (select u.id from account.user as u where u.email = ''stranger@example.test'')'), 'HXA11', 'a draft stays with its poster');
select is(pg_temp.row('state = ''POSTED'', address = null, latitude = null, longitude = null, contact = null'), 'HXA01', 'nothing is posted without its task');
select is(pg_temp.row(format('state = ''POSTED'', task_id = %L', (select p.id from piped as p))), 'HXA01', 'nor as another''s task');
create temporary table other as select support.task('p_cleaning') as id;
select is(pg_temp.row(format('state = ''POSTED'', task_id = %L', (select o.id from other as o))), 'HXA01', 'nor while the place is in it');
select is(support.code(format('insert into task.draft (poster_id) select d.poster_id from task.draft as d where d.id = %L', (select c.id from c))), 'HXA03', 'there is one at a time');
-- What nobody resumed is forgotten after thirty days.
select support.be('p_cleaning');
select task.abandon_draft((select c.id from c));
select support.set_clock(interval '29 days 23 hours');
select task.process_due_drafts();
select isnt((select d.address from task.draft as d where d.id = (select c.id from c)), null, 'an abandoned draft is kept for a while');
select support.set_clock(interval '30 days 1 hour');
select task.process_due_drafts();
select results_eq('select d.state, d.title::text, d.address::text, d.latitude::numeric, d.due_at from task.draft as d where d.id = (select c.id from c)',
    $$values ('ABANDONED', null::text, null::text, null::numeric, null::timestamptz)$$, 'then what it said is forgotten');
select is((select count(*) from task.draft_answer as a where a.draft_id = (select c.id from c)), 0::bigint, 'with its answers');
select is(task.process_due_drafts(), 0, 'once');
select support.be('p_cleaning');
select is((task.resume_draft((select c.id from c))).state, 'DRAFT', 'resumed it begins anew');
select support.set_clock(interval '0');
select is(support.broken(), '', 'and all is proved');
select * from finish();
rollback;

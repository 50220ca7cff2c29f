\set poster random(1, 1000)
select t.id from core._enter(bench.person(:poster), null, 'bench', false) as e, lateral task.create('Move a couch', 'Down the stairs', 'moving', 10000, now() + interval '2 days', '1201 2nd Ave', 47.6075, -122.3381) as t;

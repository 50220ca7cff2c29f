-- Which answers may be kept outside and for how long, and what events make stale. @source CAC-01 CAC-02
-- CAC-03 CAC-04 CAC-05 CAC-06
create temporary table law_answer (like cache.answer);
insert into law_answer (procedure, argument, value, key, seconds) values
    ('task.get_feed', '', '', 'feed:{account_id}:normal', 60),
    ('task.get_feed', 'mode', 'nearby', 'feed:{account_id}:nearby', 60),
    ('task.get_feed', 'mode', 'urgent', 'feed:{account_id}:urgent', 15),
    ('verification.get_capability_profile', '', '', 'capability:{account_id}', 300),
    ('task.get_by_id', '', '', 'task:{task_id}', 60),
    ('account.get_profile', '', '', 'user:{account_id}:session', 3600);
insert into cache.answer as c (procedure, argument, value, key, seconds)
select l.procedure, l.argument, l.value, l.key, l.seconds from law_answer as l
on conflict on constraint answer_pkey do update
    set argument = excluded.argument, key = excluded.key, seconds = excluded.seconds;
delete from cache.answer as c where not exists (
    select from law_answer as l where (l.procedure, l.value) = (c.procedure, c.value));
drop table law_answer;

create temporary table law_stale_key (like cache.stale_key);
insert into law_stale_key (aggregate, key) values
    ('task', 'task:{id}'), ('task', 'feed:*'), ('escrow', 'feed:*'),
    ('account', 'user:{id}:session'), ('account', 'capability:{id}'), ('account', 'feed:{id}:*');
insert into cache.stale_key as k select l.* from law_stale_key as l
on conflict on constraint stale_key_pkey do nothing;
delete from cache.stale_key as k where not exists (
    select from law_stale_key as l where (l.aggregate, l.key) = (k.aggregate, k.key));
drop table law_stale_key;

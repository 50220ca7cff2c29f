-- ESC-14 ESC-19 P19 P20 P32: figures have bounds, are copied at birth, and parts sum to the whole for every amount.
begin;
select plan(14);
select is(support.code('update city.rule set fee_bps = 0', 'none'), 'HXA01', 'no fee of nothing');
select is(support.code('update city.rule set fee_bps = -1', 'none'), 'HXA01', 'none below');
select is(support.code('update city.rule set fee_bps = 10001', 'none'), 'HXA01', 'none above all');
select is(support.code('update city.rule set fee_bps = null', 'none'), 'HXA01', 'none that is unknown');
select is(support.code('update city.rule set review_period = interval ''0''', 'none'), 'HXA01', 'no release at once');
select is(support.code('update city.rule set live_multiplier = ''NaN''', 'none'), 'HXA01', 'no multiplier that is no number');
select is(support.code('update city.rule set cancellation_free = interval ''-1 hour''', 'none'), 'HXA01', 'no time before acceptance');
select is(support.code('insert into trust.tier (tier, name, xp_multiplier) values (5, ''GOD'', 1)', 'none'), 'HXA01', 'four tiers');
select is_empty($$select n, f from generate_series(1, 1000000) as n cross join (values (1500), (1), (5000)) as f (f)
    where escrow._worker_share(n, f) not between 0 and n
       or escrow._worker_share(n, f) <> floor(n::numeric * (10000 - f) / 10000)$$,
    'the worker''s share is the floor for every amount, and the rest the platform''s');
create temporary table before as select support.task_in('ACCEPTED') as id;
update city.rule set fee_bps = 5000, review_period = interval '3 hours', cancellation_bps = 0;
select results_eq($$select e.fee_bps, e.cancellation_bps, t.review_period from escrow.escrow as e join before as b on b.id = e.task_id
    join task.task as t on t.id = b.id$$, $$values (1500, 1000, interval '48 hours')$$, 'new figures don''t touch old terms');
create temporary table after as select support.task_in('OPEN') as id;
select results_eq('select e.fee_bps from escrow.escrow as e join after as a on a.id = e.task_id',
    array[5000], 'but new ones');
select is((select count(*) from task.task as t join task.place as p on p.task_id = t.id join city.city as c on c.id = t.city_id
    join account.user as u on u.id = t.poster_id where u.email = 'poster@example.org' and ext.st_covers(c.boundary,
    ext.st_setsrid(ext.st_makepoint(p.longitude, p.latitude), 4326))), 3::bigint, 'SED-05: the sample work lies inside Seattle');
select set_eq($$select u.email::text, s.role from account.user as u left join account.staff as s on s.account_id = u.id
    where u.email like '%@example.org'$$, $$values ('poster@example.org', null), ('hustler@example.org', null),
    ('admin@example.org', 'hx_admin'), ('support@example.org', 'hx_support'), ('moderator@example.org', 'hx_moderator'),
    ('founder@example.org', 'hx_founder')$$, 'SED-02: the test accounts are there');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

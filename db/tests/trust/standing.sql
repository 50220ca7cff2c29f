-- TRU-01 TRU-02 TRU-03 TRU-05 TRU-06 TRU-07 TRU-08 TRU-09 X10 X12 X13: tiers follow measured work, one step at a time and on the
-- record; points, strikes and the daily review.
begin;
select plan(59);
select support.admin();
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test'
$f$;
create function pg_temp.tier(name text) returns integer language sql stable as $f$
    select s.tier from trust.standing as s where s.account_id = pg_temp.who($1)
$f$;
create function pg_temp.entries(name text) returns text language sql stable as $f$
    select coalesce(string_agg(e.old_tier || e.reason || e.new_tier, ' ' order by e.id), '') from trust.entry as e where e.account_id = pg_temp.who($1)
$f$;
create function pg_temp.work(name text, posters integer, first integer default 1) returns void language sql as $f$
    select support.task_in('COMPLETED', 'poster_' || n, $1, 500) from generate_series($3, $3 + $2 - 1) as n
$f$;
create function pg_temp.review() returns bigint language plpgsql as $f$
declare taken integer; total bigint := 0;
begin
    loop taken := trust_review.process_due(); exit when taken = 0; total := total + taken; end loop;
    return total;
end $f$;
-- VERIFIED: five completed, of different posters, and an identity.
select pg_temp.work('ann', 5);
select is(pg_temp.tier('ann'), 1, 'five tasks without an identity');
select is(support.act_as_admin(format('select account.confirm_identity(%L, ''passport seen'')', pg_temp.who('ann'))) is not null, true, 'an admin confirms the identity');
select is(pg_temp.tier('ann'), 1, 'which alone promotes nobody');
select pg_temp.work('ann', 1, 6);
select is(pg_temp.tier('ann'), 2, 'the next completion does');
select is(pg_temp.entries('ann'), '1PROMOTION2', 'on the record');
select is((select x.trust_multiplier from xp.entry as x where x.account_id = pg_temp.who('ann') order by x.id desc limit 1), 1.00, 'XP of that completion is by the old tier');
select pg_temp.work('ann', 1, 7);
select is((select x.trust_multiplier from xp.entry as x where x.account_id = pg_temp.who('ann') order by x.id desc limit 1), 1.50, 'the next by the new');
select support.person('bob');
select is(support.code('update account.user set identity_verified_at = core.now() where email = ''bob@example.test'''), 'HXA11', 'no identity is written');
select is(support.code('insert into account.user (provider_uid, full_name, birth_date, accepted_terms_version, identity_verified_at) values (''x'', ''Born So'', ''1990-01-01'', ''1'', now())'), 'HXA11', 'nor is anybody born with one');
select support.act_as_admin(format('select account.confirm_identity(%L, ''passport seen'')', pg_temp.who('bob')));
do $$ begin for n in 1 .. 6 loop perform support.task_in('COMPLETED', 'friend', 'bob', 500); end loop; end $$;
select is(pg_temp.tier('bob'), 1, 'six tasks of one poster are one counterparty');
select pg_temp.work('bob', 4);
select is(pg_temp.tier('bob'), 2, 'five different ones count');
-- TRUSTED: twenty and 95 per cent of the reviewed proofs.
select pg_temp.work('ann', 12, 8);
select is(pg_temp.tier('ann'), 2, 'nineteen are not enough');
select pg_temp.work('ann', 1, 20);
select is(pg_temp.tier('ann'), 3, 'twenty are');
select is(pg_temp.entries('ann'), '1PROMOTION2 2PROMOTION3', 'one step at a time');
do $$ begin for n in 1 .. 2 loop perform support.task_in('REJECTED', 'hard', 'bob'); end loop; end $$;
select pg_temp.work('bob', 17, 5);
select is(pg_temp.tier('bob'), 2, 'two rejections in twenty-two are below 95 per cent');
-- ELITE stays closed: there are no ratings.
select is(support.act('ann', 'select concat_ws('' '', tier, name, next_tier, next_name, cardinality(requirements)) from account.get_trust_tier()'), '3 TRUSTED 4 ELITE 3', 'the next tier and what it asks for');
select is(support.act('ann', 'select string_agg(concat_ws('' '', r.requirement, r.current, r.is_met), '', '' order by r.requirement) from account.get_trust_tier() as t cross join unnest(t.requirements) as r'),
    'completed_tasks 20 f, dispute_rate 0 t, rating f', 'a rating that nobody gave is not met');
select is(support.act('ann', 'select points from account.get_trust_tier()'), '20.00', 'a point for each');
-- Nobody writes it.
select is(support.code(format('update trust.standing set tier = 4 where account_id = %L', pg_temp.who('ann'))), 'HXA11', 'no tier is written');
select is(support.code(format('delete from trust.standing where account_id = %L', pg_temp.who('ann'))), 'HXA11', 'nor removed');
select is(support.code(format('insert into trust.entry (account_id, old_tier, new_tier, reason) values (%L, 1, 2, ''PROMOTION'')', pg_temp.who('ann'))), 'HXA11', 'an entry begins at the present tier');
select is(support.code(format('insert into trust.entry (account_id, old_tier, new_tier, reason) values (%L, 3, 1, ''ADMIN_OVERRIDE'')', pg_temp.who('ann'))), 'HXA01', 'and is one step');
select is(support.code(format('insert into trust.entry (account_id, old_tier, new_tier, reason) values (%L, 3, 2, ''PROMOTION'')', pg_temp.who('ann'))), 'HXA01', 'a promotion rises');
select is(support.code(s), 'HXA11', s) from unnest(array['update trust.entry set new_tier = 4', 'delete from trust.entry', 'update trust.point set points = 99', 'delete from trust.point', 'truncate trust.strike', 'truncate trust.entry']) as s;
-- Identity.
select is(support.code_as_admin(format('select account.confirm_identity(%L, '' '')', support.person('carl'))), 'HXA01', 'for a reason');
select is(support.code_as_admin('select account.confirm_identity(gen_random_uuid(), ''x'')'), 'HX504', 'of somebody');
select support.admin();
select is(support.code(format('select account.confirm_identity(%L, ''me'')', pg_temp.who('admin')), 'hx_admin'), 'HX503', 'nobody confirms his own');
select is(support.code(format('update account.user set identity_verified_at = null where id = %L', pg_temp.who('ann'))), 'HXA11', 'nor is one taken back');
select is((select count(*) from admin.action as a where a.action = 'account.confirm_identity'), 2::bigint, 'each is on the record');
select is((select count(*) from core.event as v where v.event = 'identity_confirmed' and v.reason = 'passport seen'), 2::bigint, 'with its reason');
-- Abandonments: two points, and a strike with the third in 24 hours.
create function pg_temp.abandon(name text, poster text) returns void language plpgsql as $f$
declare work uuid := support.task_in('ACCEPTED', $2, $1); started text := (select s.value from core.setting as s where s.name = 'test_clock_offset');
begin
    perform support.set_clock(coalesce(started, '0')::interval + interval '2 minutes');
    perform support.act($1, format('select task.abandon(%L)', work));
end $f$;
select pg_temp.abandon('dan', 'q1'), pg_temp.abandon('dan', 'q2');
select is((select sum(p.points) from trust.point as p where p.account_id = pg_temp.who('dan')), -4.00, 'two points each');
select is((select count(*) from trust.strike as k where k.account_id = pg_temp.who('dan')), 0::bigint, 'two are no strike');
select pg_temp.abandon('dan', 'q3');
select is((select count(*) from trust.strike as k where k.account_id = pg_temp.who('dan')), 1::bigint, 'the third is');
select pg_temp.abandon('dan', 'q4');
select is((select count(*) from trust.strike as k where k.account_id = pg_temp.who('dan')), 1::bigint, 'the fourth begins anew');
select is(support.act('dan', 'select concat_ws('' '', points, strikes) from account.get_trust_tier()'), '-8.00 1', 'he is told');
select support.act('erin', format('select task.abandon(%L)', support.task_in('ACCEPTED', 'q5', 'erin')));
select is((select count(*) from trust.point as p where p.account_id = pg_temp.who('erin')), 0::bigint, 'within a minute it costs nothing');
select support.task_in('ACCEPTED', 'q6', 'frank') as id into temporary frank;
select support.set_clock(interval '2 days 1 hour');
select support.act('q6', format('select task.cancel(%L)', f.id)) from frank as f;
select is((select sum(p.points) from trust.point as p where p.account_id = pg_temp.who('frank')), -2.00, 'an overdue task that the poster cancels is an abandonment');
select support.set_clock(interval '0');
-- The daily review.
select is(pg_temp.review(), 0::bigint, 'nobody is due before a day has passed');
select support.set_clock(interval '25 hours');
select is(pg_temp.review(), 2::bigint, 'two people stand above the lowest tier');
select is(pg_temp.entries('ann') || pg_temp.entries('bob'), '1PROMOTION2 2PROMOTION31PROMOTION2', 'and nothing is wrong with them');
select is(pg_temp.review(), 0::bigint, 'once a day');
select pg_temp.abandon('ann', 'q7'), pg_temp.abandon('ann', 'q8');
select support.set_clock(interval '50 hours');
select pg_temp.review();
select is(pg_temp.entries('ann'), '1PROMOTION2 2PROMOTION3 3ABANDONMENTS2', 'two abandonments cost a tier');
select support.set_clock(interval '75 hours');
select pg_temp.review();
select is(pg_temp.tier('ann'), 2, 'once');
select support.task_in('DISPUTED', 'q9', 'ann'), support.task_in('DISPUTED', 'q10', 'ann');
select support.act_as_admin(format('select dispute.resolve(%L, ''CLIENT_WINS'', ''so'')', d.id)) from dispute.dispute as d where d.worker_id = pg_temp.who('ann');
select support.set_clock(interval '100 hours');
select pg_temp.review();
select is(pg_temp.entries('ann'), '1PROMOTION2 2PROMOTION3 3ABANDONMENTS2 2LOST_DISPUTES1', 'two lost disputes too; the lowest is the lowest');
select support.set_clock(interval '92 days');
select pg_temp.review();
select is(pg_temp.entries('bob'), '1PROMOTION2 2INACTIVITY1', 'nothing completed in 90 days');
select support.set_clock(interval '95 days');
select pg_temp.review();
select is(pg_temp.tier('bob'), 1, 'and not below');
select support.set_clock(interval '0');
-- A pause of more than 90 days costs one, less does not.
select trust._move(pg_temp.who('bob'), 2, 'PROMOTION');
update account.user set state = 'PAUSED', paused_at = core.now() where id = pg_temp.who('bob');
select support.set_clock(interval '90 days');
select pg_temp.review();
update account.user set state = 'ACTIVE', paused_at = null where id = pg_temp.who('bob');
select is(pg_temp.tier('bob'), 2, 'ninety days of pause keep the tier, and nobody reviews a pause');
update account.user set state = 'PAUSED', paused_at = core.now() where id = pg_temp.who('bob');
select support.set_clock(interval '181 days');
update account.user set state = 'ACTIVE', paused_at = null where id = pg_temp.who('bob');
select is(pg_temp.entries('bob'), '1PROMOTION2 2INACTIVITY1 1PROMOTION2 2PAUSE1', 'ninety-one cost one');
select support.set_clock(interval '0');
-- History.
select is(support.act('ann', 'select string_agg(i.reason, '' '' order by i.id desc) from trust.get_history() as g cross join unnest(g.items) as i'), 'LOST_DISPUTES ABANDONMENTS PROMOTION PROMOTION', 'newest first');
select is(support.act('ann', 'select concat_ws('' '', cardinality(g.items), g.next_cursor is not null) from trust.get_history(2) as g'), '2 t', 'by pages');
select is(support.act('erin', 'select cardinality(items) from trust.get_history()'), '0', 'each his own');
select is(support.code_as('ann', 'select trust.get_history(0)'), 'HXA01', 'of one and more');
-- Done quickly.
select support.task_in('ACCEPTED', 'q11', 'gail') as id into temporary gail;
select support.act('gail', format('select task.start(%L)', g.id)) from gail as g;
select support.set_clock(interval '29 minutes');
select support.be('gail'), task.submit_proof(g.id, 'done', support.photos()) from gail as g;
select support.act('q11', format('select task.complete(%L)', g.id)) from gail as g;
select is((select string_agg(p.kind || p.points, ' ' order by p.kind) from trust.point as p where p.account_id = pg_temp.who('gail')), 'completed1.00 completed_quickly0.50', 'quick work is half a point more');
select support.set_clock(interval '0');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

-- ADM-16 S-A2 S-A9 HX506: nobody moves in parts what he may not move at once, and an approval is worth what its giver is worth when it is used.
begin;
select plan(14);
select support.admin(); select support.admin('second'); select support.admin('third');
create temporary table work as select support.task_in('COMPLETED') as id;
select support.charge_back(w.id, '{created,funds_withdrawn,lost}') from work as w;
create function pg_temp.debtor() returns uuid language sql stable as $f$ select u.id from account.user as u where u.email = 'poster@example.test' $f$;
create function pg_temp.write_off(cents bigint, who text default 'admin') returns text language sql volatile as $f$
    select support.code_as_admin(format('select admin.write_off_debt(%L, %s, ''a kindness'')', pg_temp.debtor(), cents), who) $f$;
create function pg_temp.moves(cents bigint) returns text language sql volatile as $f$
    select support.act_as_admin(format('select (admin.write_off_debt(%L, %s, ''a kindness'')).debt_cents', pg_temp.debtor(), cents)) $f$;
create function pg_temp.ask(cents bigint, who text default 'admin') returns uuid language sql volatile as $f$
    select support.act_as_admin(format('select (admin.request_approval(''admin.write_off_debt'', %L, %s, ''x'')).id', pg_temp.debtor(), cents), who)::uuid $f$;
create function pg_temp.approved(cents bigint) returns uuid language sql volatile as $f$
    select support.act_as_admin(format('select (admin.approve(%L, ''x'')).id', pg_temp.ask(cents)), 'second')::uuid $f$;
update core.setting set value = '2000' where name = 'two_person_cents';
-- In parts
select is(pg_temp.moves(1500), '-8500', 'up to the limit one acts alone');
select is(pg_temp.write_off(501), 'HX506', 'what one moved before counts');
select is(pg_temp.write_off(501, 'third'), 'HX506', 'whoever of staff it was');
select is(pg_temp.moves(500), '-8000', 'the rest of the limit is there');
select is(pg_temp.write_off(1), 'HX506', 'and then no cent more');
select is(support.code(format('insert into admin.action (actor_id, role, action, subject, subject_id, reason, amount_cents, currency) values (%L, ''hx_admin'', ''admin.write_off_debt'', ''account'', %L, ''x'', 1, ''USD'')', support.person('admin'), pg_temp.debtor())), 'HX506', 'nor by the owner''s hand');
create temporary table given as select pg_temp.approved(300) as id;
select is(pg_temp.moves(300), '-7700', 'with a second person it goes on');
select is((select a.amount_cents from admin.action as a join given as g on g.id = a.approval_id), 300::bigint, 'who is on record');
-- An approval of the smallest that is enough is used
create temporary table two as select pg_temp.approved(900) as large, null::uuid as small;
update two set small = pg_temp.approved(400);
select is(pg_temp.moves(400), '-7300', 'of two approvals');
select isnt((select a.used_at from admin.approval as a join two as t on t.small = a.id), null, 'the one that is just enough is used');
-- Who approved is of staff no more
update account.user as u set state = 'SUSPENDED' where u.email = 'second@example.test';
select is(pg_temp.write_off(800), 'HX506', 'what one approved who is suspended since is no approval');
update account.user as u set state = 'ACTIVE' where u.email = 'second@example.test';
select is(pg_temp.write_off(800), 'done', 'and is one again once he is back');
delete from account.staff as s where s.account_id = support.person('second');
insert into account.staff (account_id, role) values (support.person('second'), 'hx_moderator');
select support.be('admin');
select is(support.code(format('select admin.write_off_debt(%L, 800, ''a kindness'')', pg_temp.debtor()), 'hx_admin'), 'HX506', 'nor what one approved who is no admin since');
select is_empty('select v.invariant, v.violations from audit.prove() as v where v.violations > 0', 'the books are clean');
select * from finish();
rollback;

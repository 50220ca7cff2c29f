-- S-L9 DIS-09 REC-001: staff lists findings, takes them, explains them; each act is on record, and who is no staff does
-- nothing. What was found never changes, and what is closed stays closed.
begin;
create temporary table found as select audit._find('missing_in_ledger', 'P1', 'comparison', core.new_id(), '{"kind": "transfer"}', -n, 'USD',
    '{"what": "transfer", "reference": "a", "amount_cents": 0, "currency": "USD"}', '{"what": "transfer", "reference": "b", "amount_cents": -5, "currency": "USD"}') as is_new from generate_series(1, 5) as n;
select audit._find('stale_settlement', 'P2', 'settlement', core.new_id(), '{}');
create function pg_temp.id(place integer) returns uuid language sql stable as 'select f.id from audit.finding as f order by f.id offset $1 - 1 limit 1';
select support.admin();
create function pg_temp.by_admin(statement text, name text default 'admin') returns text language plpgsql as $$
begin return support.act_as_admin(replace(replace(statement, 'pg_temp.id(1)', quote_literal(pg_temp.id(1))), 'pg_temp.id(2)', quote_literal(pg_temp.id(2))), name); exception when others then return core.code_of(sqlstate, null); end $$;
select plan(27);
select is((select count(*) from found as f where f.is_new), 5::bigint, 'they are new');
select is((select string_agg(f.amount_cents::text, ' ' order by f.id) from audit.finding as f), '-1 -2 -3 -4 -5', 'each with its amount');
-- One open a kind and subject.
select ok(not audit._find('missing_in_ledger', 'P1', 'comparison', (select f.subject_id from audit.finding as f where f.id = pg_temp.id(1)), '{}', -7, 'USD', '{}', '{}'), 'one open a subject');
select is((select f.amount_cents from audit.finding as f where f.id = pg_temp.id(1)), -7::bigint, 'which tells what differs now');
-- Lists.
create function pg_temp.pages() returns text language plpgsql as $$
declare page admin.finding_page; next text; told text[] := '{}';
begin
    loop
        page := admin.get_findings(page_size => 2, page_cursor => next);
        told := told || array(select i.id::text from unnest(page.items) as i);
        next := page.next_cursor;
        exit when next is null;
    end loop;
    return array_to_string(told, ' ');
end $$;
select is(pg_temp.pages(), (select string_agg(f.id::text, ' ' order by f.id desc) from audit.finding as f), 'page by page, the newest first, each once');
select is((select count(*) from unnest((admin.get_findings(severity => 'P2')).items) as i), 1::bigint, 'by severity');
select is(cardinality((admin.get_findings(state => 'FIXED')).items), 0, 'by state');
select is((select (i.ours).reference || ' ' || (i.theirs).reference || ' ' || i.statement || ' ' || (i.remedy is not null) || ' ' || i.age_seconds from unnest((admin.get_findings()).items) as i where i.id = pg_temp.id(2)),
    'a b Stripe moved money that the ledger does not know true 0', 'with both sides, what it is about and what may be done');
select is((select (i.ours is null) || ' ' || (i.remedy is not null) from unnest((admin.get_findings()).items) as i where i.kind = 'stale_settlement'), 'true true', 'a side may be missing');
select is(support.code('select admin.get_findings(severity => ''P9'')') || support.code('select admin.get_findings(page_cursor => ''x'')'), 'HXA01HXA01', 'what is no severity, and no cursor');
-- Acts.
select is(pg_temp.by_admin('select (admin.own_finding(pg_temp.id(1), ''mine'')).owner_id'), (select u.id::text from account.user as u where u.email = 'admin@example.test'), 'taken into one''s hands');
select is(pg_temp.by_admin('select (admin.own_finding(pg_temp.id(1), ''mine'')).owner_id is null'), 'false', 'again it is there');
select is(pg_temp.by_admin('select (admin.explain_finding(pg_temp.id(1), ''as it should be'')).state'), 'EXPLAINED', 'explained');
select is((select f.note || ' ' || (f.closed_by = f.owner_id) from audit.finding as f where f.id = pg_temp.id(1)), 'as it should be true', 'by whom and why');
select is(pg_temp.by_admin('select admin.explain_finding(pg_temp.id(1), ''again'')'), 'HXA03', 'once');
select is(pg_temp.by_admin('select admin.own_finding(pg_temp.id(1), ''mine'')'), 'HXA03', 'what is closed is nobody''s to take');
select is(pg_temp.by_admin('select admin.fix_finding(pg_temp.id(1), ''so'')'), 'HXA03', 'nor to fix');
select is(pg_temp.by_admin('select admin.explain_finding(gen_random_uuid(), ''so'')'), 'HXA02', 'there is no such finding');
select is(pg_temp.by_admin('select admin.explain_finding(pg_temp.id(2), '' '')'), 'HXA01', 'nothing is explained without a reason');
select is((select string_agg(a.action, ' ' order by a.id) from admin.action as a), 'admin.own_finding admin.explain_finding', 'the acts are on record');
select is(support.code_as('worker', format('select admin.explain_finding(%L, ''so'')', pg_temp.id(2))), 'HX503', 'a member explains nothing');
select is(support.code('update audit.finding set severity = ''P3'' where closed_at is null') || support.code('delete from audit.finding'), 'HXA11HXA11', 'what was found never changes');
set constraints all immediate;
select is(support.code('truncate audit.finding'), 'HXA11', 'nor is it emptied');
select is(support.code('update audit.finding set state = ''EXPLAINED'', closed_at = core.now(), note = ''x'', closed_by = (select a.actor_id from admin.action as a limit 1)
    where closed_at is null; set constraints all immediate'), 'HX505', 'whoever is named has an act on record');
select is(support.code('update audit.finding set state = ''FIXED'', closed_at = core.now() where closed_at is null'), 'HXA01', 'and nothing is closed without a note');
-- Explained is explained while it differs by the same.
select ok(not audit._find('missing_in_ledger', 'P1', 'comparison', (select f.subject_id from audit.finding as f where f.id = pg_temp.id(1)), '{}', -7, 'USD', '{}', '{}'), 'the same is explained');
select ok(audit._find('missing_in_ledger', 'P1', 'comparison', (select f.subject_id from audit.finding as f where f.id = pg_temp.id(1)), '{}', -8, 'USD', '{}', '{}'), 'another amount is new');
select * from finish();
rollback;

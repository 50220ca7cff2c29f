-- LIF-01 LIF-04 LIF-23 VAL-003 VAL-004 VAL-008 SED-05: task.create posts work with its escrow, or says what is wrong.
begin;
select plan(37);
select support.person('poster');
create function pg_temp.post(changes text default '') returns text language sql as $f$
    select format('select id from task.create(title => %s, description => %s, category => %s,
        price_cents => %s, deadline_at => %s, address => %s, latitude => %s, longitude => %s,
        mode => %s)',
        coalesce(c ->> 'title', '''  Move a couch '''), coalesce(c ->> 'description', '''x'''),
        coalesce(c ->> 'category', '''moving'''), coalesce(c ->> 'price_cents', '10000'),
        coalesce(c ->> 'deadline_at', 'now() + interval ''2 days'''),
        coalesce(c ->> 'address', '''1 Pike St'''), coalesce(c ->> 'latitude', '47.6075'),
        coalesce(c ->> 'longitude', '-122.3381'), coalesce(c ->> 'mode', '''STANDARD'''))
      from (select coalesce(nullif($1, ''), '{}')::jsonb as c) as given
$f$;
create function pg_temp.refused(changes text, code text, why text) returns text language sql as $f$
    select is(support.code_as('poster', pg_temp.post($1)), $2, $3)
$f$;
create temporary table made as select support.act('poster', pg_temp.post())::uuid as id;
select results_eq($$select t.state, t.title::text, t.risk_level, t.required_tier, t.currency::text, t.version
    from task.task as t join made as m using (id)$$,
    $$values ('OPEN', 'Move a couch', 'low', 1, 'USD', 1)$$, 'it is OPEN, trimmed, with its terms');
select results_eq($$select e.state, e.amount_cents::bigint, e.fee_bps from escrow.escrow as e join made as m
    on m.id = e.task_id$$, $$values ('PENDING', 10000::bigint, 1500)$$, 'its escrow waits for the price');
select is((select t.cell from task.task as t join made as m using (id)), '47.61,-122.34', 'a coarse cell stands on the task');
select is((select p.address from task.place as p join made as m on m.id = p.task_id), '1 Pike St', 'the address apart');
select pg_temp.refused('{"title": "null"}', 'HXA01', 'a title is required');
select pg_temp.refused('{"title": "''   ''"}', 'HXA01', 'not a blank one');
select pg_temp.refused('{"title": "repeat(''x'', 256)"}', 'HXA01', 'nor one of 256 letters');
select pg_temp.refused('{"description": "null"}', 'HXA01', 'a description is required');
select pg_temp.refused('{"price_cents": "null"}', 'HXA01', 'a price is required');
select pg_temp.refused('{"price_cents": "499"}', 'HXA01', 'of at least 500 cents');
select pg_temp.refused('{"price_cents": "500"}', 'done', '500 are enough');
select pg_temp.refused('{"price_cents": "-1"}', 'HXA01', 'not negative');
select pg_temp.refused('{"price_cents": "50000"}', 'done', 'new posters may go to 50000');
select pg_temp.refused('{"price_cents": "50001"}', 'HXA01', 'and not above');
select pg_temp.refused('{"price_cents": "1000001"}', 'HXA01', 'nobody above 1000000');
select pg_temp.refused('{"category": "''no_such''"}', 'HXA01', 'a category that is none');
select pg_temp.refused('{"mode": "''LIVE''"}', 'HXA01', 'LIVE until broadcasts exist');
select pg_temp.refused('{"mode": "null"}', 'HXA01', 'an explicit null is not the default');
select pg_temp.refused('{"deadline_at": "now() + interval ''59 minutes''"}', 'HXA01', 'a deadline within the hour');
select pg_temp.refused('{"deadline_at": "now() + interval ''31 days''"}', 'HXA01', 'or past 30 days');
select pg_temp.refused('{"deadline_at": "null"}', 'HXA01', 'or none');
select pg_temp.refused('{"address": "''''"}', 'HXA01', 'an address is required');
select pg_temp.refused('{"latitude": "91"}', 'HXA01', 'a latitude that is none');
select pg_temp.refused('{"longitude": "''NaN''"}', 'HXA01', 'a longitude that is none');
select pg_temp.refused('{"latitude": "40.7", "longitude": "-74.0"}', 'HXA01', 'a place outside Seattle');
select pg_temp.refused('{"latitude": "null"}', 'HXA01', 'or nowhere');
-- Every refusal names the argument at fault, by itself or by the map of its constraint.
create function pg_temp.field(argument text, value text) returns text language plpgsql as $f$
declare
    named text;
    violated text;
begin
    perform support.act('poster', regexp_replace(pg_temp.post(), ',\s*' || argument || ' => [^,)]*|\)$', '', 'g')
        || format(', %I => %s)', argument, value));
    return 'done';
exception when others then
    get stacked diagnostics named = column_name, violated = constraint_name;
    return coalesce((select m.field from core.constraint_error as m where m.constraint_name = violated), nullif(named, ''));
end $f$;
select is(pg_temp.field(f.argument, f.value), f.argument, f.argument || ' is named as the field at fault')
  from (values ('requirements', 'repeat(''x'', 2001)'), ('contact', 'repeat(''x'', 201)'), ('contact', ''' '''),
       ('proof_instructions', 'repeat(''x'', 1001)'), ('description', 'repeat(''x'', 5001)'), ('address', ''''''),
       ('mode', '''LIVE'''), ('price_cents', '499')) as f (argument, value);
select is(pg_temp.field('contact', '''206 555 0100'''), 'done', 'and a good one passes');
do $$ begin for i in 1 .. 3 loop perform support.task_in('COMPLETED'); end loop; end $$;
select pg_temp.refused('{"price_cents": "50001"}', 'done', 'after three completed tasks a poster is known');
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

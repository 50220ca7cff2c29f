-- LIF-21: task.search finds by words, well or badly spelt, what the caller may take; searches are kept.
begin;
select plan(46);
create temporary table work (name text primary key, id uuid);
create function pg_temp.post(name text, title text, description text, category text default 'moving', price_cents bigint default 9000) returns text language plpgsql as $f$
declare
    made uuid;
begin
    perform support.person('poster');
    made := (task.create(title => $2, description => $3, category => $4, price_cents => $5, deadline_at => core.now() + interval '2 days',
        address => 'Secret Lane 7', latitude => 47.6075, longitude => -122.3381)).id;
    insert into work values ($1, made);
    return support.deliver(support.payment_event(support.escrow_of(made), amount_cents => $5));
end $f$;
select pg_temp.post('couch', 'Carry a couch', 'Down three stairs'), pg_temp.post('piano', 'Carry a piano', 'It is beside a couch'),
       pg_temp.post('lawn', 'Mow the lawn', 'Once around the house', 'yard_work'), pg_temp.post('wires', 'Lay wires behind the couch', 'New ones', 'electrical');
select support.person('hustler');
grant select on work to hx_member;
create function pg_temp.found(who text, arguments text) returns text language plpgsql as $f$
begin
    perform support.be($1);
    perform set_config('role', 'hx_member', true);
    execute format('select coalesce(string_agg(w.name, '' '' order by i.place), '''') from (select x.id, x.place from unnest((task.search(%s)).items) with ordinality
        as x (id, title, category, price_cents, currency, mode, requires_proof, cell, zone, poster, deadline_at, created_at, distance_miles, matching_score, relevance, search_score, place)) as i
        join work as w on w.id = i.id', $2) into $2;
    perform set_config('role', 'none', true);
    return $2;
end $f$;
select is(pg_temp.found('hustler', '''couch'''), 'couch piano', 'the title before the description, and nothing that may not be taken');
select is(pg_temp.found('hustler', '''COUCHES'''), 'couch piano', 'in any form');
select is(pg_temp.found('hustler', '''coutch'''), 'couch', 'a title badly spelt');
select is(pg_temp.found('hustler', '''paino'''), '', 'but not anything');
select is(pg_temp.found('hustler', '''carry -piano'''), 'couch', 'without a word');
select is(pg_temp.found('hustler', '''lawn or piano'', sort_by => ''newest'''), 'lawn piano', 'either');
select is(pg_temp.found('hustler', '''"carry a couch"'''), 'couch', 'a phrase');
select is(pg_temp.found('hustler', '''downtown'', sort_by => ''newest'''), 'lawn piano couch', 'where it is, as far as all may know');
select is(pg_temp.found('hustler', '''moving'', sort_by => ''newest'''), 'piano couch', 'what kind it is');
select is(pg_temp.found('hustler', '''secret lane'''), '', 'an address is not found');
select is(pg_temp.found('hustler', '''stairs house'''), '', 'all words, or none');
select is(pg_temp.found('hustler', '''couch'', categories => ''{yard_work}'''), '', 'of some kinds');
select is(pg_temp.found('hustler', '''carry'', latitude => 47.61, longitude => -122.34, sort_by => ''distance'''), 'couch piano', 'near, ties by age');
select is(pg_temp.found('hustler', '''carry'', latitude => 48.61, longitude => -122.34'), '', 'not far');
select is(pg_temp.found('poster', '''couch'''), '', 'nor his own');
select is((select array_agg(i.search_score order by i.search_score) from support.be('hustler') as b, unnest((task.search('couch')).items) as i), array[0.24, 0.5]::numeric[], 'what is found where counts');
select is((select i.relevance from support.be('hustler') as b, unnest((task.search('lawn mow')).items) as i),
    (select round(0.4 * i.search_score + 0.6 * i.matching_score, 4) from unnest((task.search('lawn mow')).items) as i), 'relevance is .40 of the words and .60 of the match');
select is(support.code_as('hustler', format('select task.search(%L)', v.words)), 'done', 'inert: ' || left(v.words, 20))
  from (values ('''; drop table task.task; --'), ('((((&|!:*'), ('"'), ('\'), ('%_%'), ('the'), ('-'), ('or or or'), ('a & b | !c <-> d:*'), (repeat('x', 200))) as v (words);
select is(support.code_as('hustler', format('select task.search(%L)', v.words)), 'HXA01', 'refused: ' || coalesce(left(v.words, 20), 'null'))
  from (values (''), ('   '), (repeat('x', 201)), (repeat('x ', 5000)), (null)) as v (words);

-- Kept searches.
select support.be('hustler');
select is((select (s.name, s.query, s.categories, s.sort_by)::text from task.save_search('Couches', 'couch', '{moving}') as s), '(Couches,couch,{moving},relevance)', 'a search is kept');
select is((select s.max_price_cents from task.save_search('Couches', 'couch', '{moving}', max_price_cents => 9000) as s), 9000::bigint, 'under its name it is replaced');
select is((select count(*) from task.get_saved_searches()), 1::bigint, 'and stands once');
create temporary table kept as select s.id from task.get_saved_searches() as s;
select is((select count(*) from kept as k, unnest((task.run_saved_search(k.id)).items)), 2::bigint, 'it is looked for again');
select is((select count(*) from kept as k, unnest((task.run_saved_search(k.id, 48.9, -122.3)).items)), 0::bigint, 'from where one is');
select is((select array_agg((task.save_search('s' || n)).name) is not null from generate_series(1, 19) as n), true, 'twenty are kept');
select is(support.code_as('hustler', 'select task.save_search(''one more'')'), 'HXA03', 'not more');
select is(support.code_as('hustler', 'select task.save_search(''s7'', ''again'')'), 'done', 'one that is there may change');
select is(support.code('insert into task.saved_search (account_id, name) select u.id, ''more'' from account.user as u where u.email = ''hustler@example.test'''), 'HXA03', 'by no way');
select is(support.code_as('poster', format('select task.run_saved_search(%L)', (select id from kept))), 'HXA02', 'another''s is not there');
select is(support.code_as('poster', format('select task.delete_saved_search(%L)', (select id from kept))), 'HXA02', 'nor to be deleted');
select is(support.code_as('hustler', format('select task.delete_saved_search(%L)', (select id from kept))), 'done', 'by its owner it is');
select is(support.code_as('hustler', v.call), 'HXA01', v.call) from (values ('select task.save_search(null)'), ('select task.save_search(''x'', categories => ''{none}'')')) as v (call);
select * from finish();
rollback;

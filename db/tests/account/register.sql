-- S6 S26 SED-01 SEC-21: account.register: once per identity, adults only, e-mail from verified claims.
begin;
select plan(14);
select support.be('ann');
create temporary table first as select (account.register('Ann Example', '1990-01-01', '2026-01')).*;
select results_eq('select full_name, email, state, trust_tier, total_xp, level from first',
    $$values ('Ann Example', 'ann@example.test', 'ACTIVE', 1, 0::bigint, 1)$$, 'a new account');
select is((account.register('Other Name', '2020-01-01', '1')).id, (select id from first),
    'a repeat answers it, whatever it says');
select is((select count(*) from account.user as u where u.email = 'ann@example.test'), 1::bigint, 'and makes none');
select is(support.code_as('ben', 'select account.register(''Ben Example'', ''1990-01-01'', ''1'')'), 'done', 'eighteen and more');
select is(support.code_as('ben', format('select account.register(''Ben Example'', %L, ''1'')',
    (core.now() - interval '18 years')::date)), 'done', 'eighteen today');
select is(support.code_as('ben', format('select account.register(''Ben Example'', %L, ''1'')',
    (core.now() - interval '18 years')::date + 1)), 'HXA01', 'eighteen tomorrow is too young');
select is(support.code_as('ben', 'select account.register(''Ben Example'', null, ''1'')'), 'HXA01', 'a birth date is required');
select is(support.code_as('ben', 'select account.register(''Ben Example'', ''1066-01-01'', ''1'')'), 'HXA01', 'a plausible one');
select is(support.code_as('ben', 'select account.register(null, ''1990-01-01'', ''1'')'), 'HXA01', 'a name is required');
select is(support.code_as('ben', 'select account.register(''X'', ''1990-01-01'', ''1'')'), 'HXA01', 'of two letters');
select is(support.code_as('ben', 'select account.register(''<script>'', ''1990-01-01'', ''1'')'), 'HXA01', 'and letters alone');
select is(support.code_as('ben', 'select account.register(''Ben Example'', ''1990-01-01'', null)'), 'HXA01', 'the terms are accepted');
select core._enter(null, '{"subject": "another", "email": "ann@example.test"}', 'r', false);
select throws_ok('select account.register(''Eve Example'', ''1990-01-01'', ''1'')', 'HXA03', null,
    'an e-mail belongs to one account');
select is(support.code('update account.user set email = ''ann@example.test'' where email = ''admin@example.org'''), 'HXA03',
    'for the owner too');
select * from finish();
rollback;

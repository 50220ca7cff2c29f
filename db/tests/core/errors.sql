-- S13 VAL-006: errors are registered codes; SQLSTATEs and constraints map to them.
begin;
select plan(15);
select throws_ok($$select core.fail('HXA02')$$, 'HXA02',
    'There is no such thing, or it is not yours to see.', 'the registered message');
select throws_ok($$select core.fail('HXA02', 'task_id', 'None.')$$, 'HXA02', 'None.', 'or a better one');
select throws_ok($$select core.fail('HX999')$$, 'HXA10', null, 'an unregistered code is unexpected');
select is(core.code_of('HX301', null), 'HX301', 'a code is its own SQLSTATE');
select is(core.code_of('23514', 'core_title_length'), 'HXA01', 'a constraint has the code that it is mapped to');
select is(core.code_of('23505', 'xp_one_entry_per_escrow'), 'HX103', 'a unique one too');
select is(core.code_of('22P02', null), 'HXA01', 'what is no uuid is invalid input');
select is(support.code_as('anybody', 'select task.accept(''12'')'), 'HXA01', 'wherever an id is asked for');
select is(core.code_of('55P03', null), 'HXA03', 'a lock not obtained is a conflict');
select is(core.code_of('57014', null), 'HXA09', 'a timeout is overload');
select is(core.code_of('42501', null), 'HX503', 'a missing grant is not permitted');
select is(core.code_of('40P01', null), 'HXA09', 'a lost race may be tried again');
select is(core.code_of('XX000', null), 'HXA10', 'all else is unexpected');
select is_empty($$select m.constraint_name from core.constraint_error as m where not exists (
    select from pg_constraint as k where k.conname = m.constraint_name) and not exists (
    select from pg_class as c where c.relname = m.constraint_name and c.relkind = 'i')$$,
    'every mapped constraint exists');
select is_empty($$select e.code from core.error as e where e.message !~ '\.$' or length(e.message) < 10$$,
    'every message is a sentence');
select * from finish();
rollback;

-- DBM-17 DBM-18 DBM-19 DBM-037 SEC-28 SEC-29 STL-18: what every table, column and key of the house must be, from the catalog.
begin;
select plan(24);

create temporary view house as
select c.*, n.nspname as domain, n.nspname || '.' || c.relname as full_name
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
 where c.relowner = (select r.oid from pg_roles as r where r.rolname = 'hx_owner')
   and c.relkind in ('r', 'p') and n.nspname !~ '^pg_';
create temporary view columns as
select h.full_name, h.oid, a.attname as name, a.attnotnull, a.attacl,
       case when t.typtype = 'd' then t.typbasetype else t.oid end as base
  from house as h
  join pg_attribute as a on a.attrelid = h.oid and a.attnum > 0 and not a.attisdropped
  join pg_type as t on t.oid = a.atttypid;

select cmp_ok((select count(*) from house), '>', 25::bigint, 'the house is not empty');
select is_empty($$select h.full_name, r.rolname from house as h cross join pg_roles as r
    where (r.rolname ~ '^hx_' and r.rolname <> 'hx_owner') and has_table_privilege(r.oid, h.oid,
      'select, insert, update, delete, truncate, references, trigger')$$,
    'no role but the owner touches a table');
select is_empty($$select c.full_name, c.name from columns as c where c.attacl is not null$$,
    'nor a column');
select is_empty($$select h.full_name from house as h where not h.relrowsecurity$$,
    'row-level security stands behind the grants');
select is_empty($$select h.full_name from house as h where not exists (
    select from pg_constraint as k where k.conrelid = h.oid and k.contype = 'p')$$,
    'every table has a primary key');
select is_empty($$select h.full_name from house as h
    where coalesce(obj_description(h.oid, 'pg_class'), '') = ''$$, 'every table has a comment');
select is_empty($$select n.nspname from pg_namespace as n
    where n.nspowner = (select r.oid from pg_roles as r where r.rolname = 'hx_owner')
      and coalesce(obj_description(n.oid, 'pg_namespace'), '') = ''$$, 'every schema has a comment');
select is_empty($$select k.conrelid::regclass, k.conname from pg_constraint as k
    join house as h on h.oid = k.conrelid
    where k.contype = 'f'
      and k.conname not in ('escrow_funding_journal_fkey', 'escrow_closing_journal_fkey') and not exists (
        select from pg_index as i
         where i.indrelid = k.conrelid and i.indisvalid
           and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')
           and (string_to_array(i.indkey::text, ' ')::int2[])[1:cardinality(k.conkey)] @> k.conkey)$$,
    'every foreign key has an index, but those to journals, which are never deleted');
select is_empty($$select i.indexrelid::regclass from pg_index as i join house as h on h.oid = i.indrelid
    join pg_attribute as a on a.attrelid = h.oid and a.attnum = i.indkey[0]
    where i.indnkeyatts = 1 and i.indpred is null and not i.indisunique
      and (a.atttypid = 'boolean'::regtype or a.attname ~ '^(.*_)?(state|status|role|mode|kind)$')
      and not exists (select from pg_constraint as k where k.conrelid = h.oid and k.contype = 'f'
        and k.conkey = array[a.attnum])$$,
    'no index stands on a state, a role or a flag alone');
select is_empty($$select k.conrelid::regclass, k.conname from pg_constraint as k
    join house as h on h.oid = k.conrelid where k.contype = 'f' and (k.confdeltype <> 'r'
    or k.confupdtype <> 'a')$$,
    'every foreign key restricts: nothing cascades');
select is_empty($$select k.conrelid::regclass, k.conname from pg_constraint as k
    join house as h on h.oid = k.conrelid where not k.convalidated$$, 'every constraint is validated');
select is_empty($$select k.conrelid::regclass, k.conname from pg_constraint as k
    join house as h on h.oid = k.conrelid where k.contype in ('c', 'f', 'u', 'x')
      and k.conname ~ '(_check|_key|_excl)[0-9]*$'$$, 'every constraint has a name of its own');
select is_empty($$select c.full_name, c.name from columns as c
    where c.name ~ '_cents$' and c.base <> 'bigint'::regtype$$, 'money is bigint');
select is_empty($$select c.full_name, c.name from columns as c where c.name ~ '_cents$'
    and c.full_name not in ('city.rule', 'ledger.snapshot', 'task.assignment') and not exists (
      select from columns as o where o.oid = c.oid and o.name = 'currency')$$,
    'money has its currency beside it');
select is_empty($$select c.full_name, c.name from columns as c
    where c.base in ('money'::regtype, 'real'::regtype, 'timestamp'::regtype, 'time'::regtype,
      'json'::regtype, 'char'::regtype, 'character'::regtype)
      or (c.base = 'double precision'::regtype and c.name not in ('latitude', 'longitude'))$$,
    'no float but a position, no time without zone');
select is_empty($$select c.full_name, c.name from columns as c
    where c.base = 'timestamptz'::regtype and c.name !~ '(^at|_at)$'$$, 'a time ends in _at');
select is_empty($$select c.full_name, c.name from columns as c
    where c.name ~ 'multiplier' and c.base <> 'numeric'::regtype$$, 'multipliers are numeric');
select is_empty($$select c.full_name from columns as c where c.name = 'state'
    and c.full_name <> 'core.state'
    and not exists (select from core.machine as m where m.relation = c.full_name)$$,
    'every state column has its machine');
select is_empty($$select m.machine, w.name from core.machine as m
    cross join (values ('zz_guard', 31), ('zz_record', 21), ('zz_truncate', 34)) as w (name, type)
    where not exists (select from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
      where t.tgrelid = m.relation::regclass and t.tgname = w.name and t.tgenabled = 'O'
        and t.tgtype = w.type and t.tgattr = '' and t.tgqual is null
        and p.oid::regproc::text = case w.name when 'zz_guard' then 'core._guard'
              when 'zz_record' then 'core._record' else 'core._refuse_change' end
        and (w.name = 'zz_truncate' or t.tgargs = convert_to(m.machine, 'UTF8') || '\x00'::bytea))$$,
    'and every machine its generic triggers, on every column');
select is_empty($$select t.tgrelid::regclass, t.tgname from pg_trigger as t
    join core.machine as m on m.relation::regclass = t.tgrelid
    where not t.tgisinternal and t.tgtype & 2 = 2 and t.tgtype & 1 = 1 and t.tgname > 'zz_guard'$$,
    'no trigger can slip a state past the guard');
select is_empty($$select h.full_name from house as h where not exists (
    select from pg_trigger as t where t.tgrelid = h.oid and t.tgtype = 34 and t.tgenabled = 'O'
      and t.tgfoid = 'core._refuse_change'::regproc)$$, 'every table refuses TRUNCATE');
select is_empty($$select t.tgrelid::regclass, t.tgname from pg_trigger as t
    join house as h on h.oid = t.tgrelid where t.tgenabled <> 'O'$$, 'no trigger is disabled');
select cmp_ok((select count(*) from pg_trigger as t join house as h on h.oid = t.tgrelid
    where not t.tgisinternal), '>=', 10::bigint, 'at least ten triggers in all');
select set_eq($$select t.tgname::text from pg_trigger as t join house as h on h.oid = t.tgrelid
    where t.tgname in ('task_terminal_guard', 'escrow_terminal_guard', 'escrow_amount_immutable',
      'xp_requires_released_escrow', 'xp_ledger_no_delete', 'task_completed_requires_accepted_proof',
      'escrow_released_requires_completed_task')$$,
    array['task_terminal_guard', 'escrow_terminal_guard', 'escrow_amount_immutable',
      'xp_requires_released_escrow', 'xp_ledger_no_delete', 'task_completed_requires_accepted_proof',
      'escrow_released_requires_completed_task'], 'the invariants'' triggers bear their names');
select * from finish();
rollback;

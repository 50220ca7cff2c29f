-- STL-08 ESC-16
create or replace view audit._ready_invariants_are_proved as
select substr(c.relname, 9) as subject, null::timestamptz as since
  from pg_class as c
 where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v' and c.relname like '\_proves\_%'
   and core._count(c.oid::regclass) > 0;
comment on view audit._ready_invariants_are_proved is
    'Every invariant of audit.prove() holds';

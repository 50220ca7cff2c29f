-- The body of a procedure's route: named arguments out of one jsonb, the answer as JSON text. An
-- argument that is absent takes its default; an explicit null stays null.
create or replace function core._route_body(procedure regprocedure)
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    known pg_catalog.pg_proc;
    first_default integer;
    columns text;
    passed text;
    called text;
begin
    select p.* into strict known from pg_catalog.pg_proc as p where p.oid = procedure;
    first_default := known.pronargs - known.pronargdefaults + 1;
    select string_agg(format('%I %s', known.proargnames[a.n], format_type(a.type_id, null)), ', ' order by a.n),
           string_agg(format('%1$I => %2$s', known.proargnames[a.n],
               case when a.n < first_default
                         or pg_get_function_arg_default(procedure, a.n::integer) ~ '^NULL(::|$)'
                    then format('a.%I', known.proargnames[a.n])
                    else format('case when args ? %L then a.%I else %s end', known.proargnames[a.n],
                        known.proargnames[a.n], pg_get_function_arg_default(procedure, a.n::integer))
               end), ', ' order by a.n)
      into columns, passed
      from unnest(known.proargtypes::oid[]) with ordinality as a (type_id, n);
    called := format('%I.%I(%s)', known.pronamespace::regnamespace, known.proname, passed);
    if known.proretset then
        return format('select coalesce(json_agg(%s), ''[]'')::text from (select %s as v%s offset 0) as x',
            core._json_of('x.v', known.prorettype), called,
            ' from jsonb_to_record(args) as a (' || columns || ')');
    end if;
    return format('select %s from (select %s as v%s offset 0) as x',
        case when known.prorettype = 'void'::regtype then 'null::text'
             else '(' || core._json_of('x.v', known.prorettype) || ')::text' end,
        called, ' from jsonb_to_record(args) as a (' || columns || ')');
end $$;

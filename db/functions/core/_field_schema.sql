-- JSON Schema of a field or argument: a state's values are those of its machine. The machine is
-- named by the field (escrow_state), by the owner's comment (@machine intent) or by the schema.
create or replace function core._field_schema(name text, type_id oid, domain text, comment text)
    returns jsonb
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    schema jsonb := core._json_schema(type_id);
    machine text := case
        when name in ('state', 'states') then coalesce(substring(comment from '@machine (\w+)'), domain)
        when name ~ '_state$' then regexp_replace(name, '_state$', '') end;
    states jsonb;
begin
    select jsonb_agg(s.state order by s.state) into states
      from core.state as s where s.machine = machine;
    if states is null then
        return schema;
    elsif schema ->> 'type' = 'array' then
        return jsonb_set(schema, '{items,enum}', states);
    end if;
    return schema || jsonb_build_object('enum', states);
end $$;

-- The same schema, null allowed.
create or replace function core._nullable(schema jsonb)
    returns jsonb
    language sql immutable parallel safe
as $$
    select case
        when schema ? '$ref' then jsonb_build_object('anyOf', jsonb_build_array(schema, '{"type": "null"}'::jsonb))
        when schema ? 'enum' then schema || jsonb_build_object('type', jsonb_build_array(schema -> 'type', 'null'),
            'enum', (schema -> 'enum') || 'null'::jsonb)
        when schema ? 'type' then schema || jsonb_build_object('type', jsonb_build_array(schema -> 'type', 'null'))
        else schema end
$$;

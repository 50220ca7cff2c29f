-- What a key stands for: procedure, actor and the canonical form of the arguments. @source IDM-03
create or replace function core._fingerprint(procedure text, actor text, args jsonb)
    returns text
    language sql immutable parallel safe
as $$
    select encode(sha256(convert_to(jsonb_build_array(procedure, actor, args)::text, 'UTF8')), 'hex')
$$;

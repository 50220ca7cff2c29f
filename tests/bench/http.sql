-- What plain Flask and PostGraphile call: the procedures themselves, for a person by his number.
create function bench.get_profile(person integer) returns text language plpgsql volatile security definer set search_path = ''
as $$ begin
    perform core._enter(bench.person(person), null, 'bench', false);
    return route."account.get_profile"('{}');
end $$;
create function bench.create_task(person integer, args jsonb) returns text language plpgsql volatile security definer set search_path = ''
as $$ begin
    perform core._enter(bench.person(person), null, 'bench', false);
    return route."task.create"(args);
end $$;
-- The limits must not be what is measured.
update core.rate_limit set allowed = 1000000000, updated_at = now();

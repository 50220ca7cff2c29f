-- Append-only: refuses UPDATE, DELETE and TRUNCATE of whoever asks. Its argument is the code.
create or replace function core._refuse_change()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform core.fail(coalesce(tg_argv[0], 'HXA11'), null,
        format('%s.%s is append-only: %s is refused.',
            tg_table_schema, tg_table_name, lower(tg_op)));
    return null;
end $$;

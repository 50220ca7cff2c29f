-- Append-only: refuses UPDATE, DELETE and TRUNCATE of whoever asks. Its argument is the code. A table
-- whose rows may change has it against TRUNCATE alone.
create or replace function core._refuse_change()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform core.fail(coalesce(tg_argv[0], 'HXA11'), null,
        format(case tg_op when 'TRUNCATE' then '%s.%s is never emptied: %s is refused.'
                    else '%s.%s is append-only: %s is refused.' end,
            tg_table_schema, tg_table_name, lower(tg_op)));
    return null;
end $$;

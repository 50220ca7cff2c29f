-- Refuses the change that its trigger's WHEN describes. Its arguments: code, field, message.
create or replace function core._refuse()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform core.fail(tg_argv[0], nullif(tg_argv[1], ''), nullif(tg_argv[2], ''));
    return null;
end $$;

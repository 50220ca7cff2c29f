-- Nothing unfinished is sent before the provider was asked whether it has it; answers how many.
create or replace function settlement._look_up_first()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    marked integer;
begin
    update settlement.settlement as s
       set look_up_first = true
     where s.finished_at is null and not s.look_up_first;
    get diagnostics marked = row_count;
    return marked;
end $$;

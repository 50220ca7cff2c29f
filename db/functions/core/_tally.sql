-- Count the rows of a view of faults by its name, and since when the oldest stands: beside
-- core._count the one place where audit.readiness() needs dynamic SQL.
create or replace function core._tally(relation regclass)
    returns core.tally
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer core.tally;
begin
    execute format('select count(*), min(r.since) from %s as r', relation)
       into answer.found_rows, answer.oldest_at;
    return answer;
end $$;

-- Remove what has had its time: expired answers and ended windows, in bounded batches.
create or replace function core.purge(batch integer default 10000)
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answers integer;
    windows integer;
begin
    delete from core.idempotency_record as r
     where (r.actor, r.procedure, r.key) in (
           select k.actor, k.procedure, k.key from core.idempotency_record as k
            where k.expires_at < clock_timestamp() limit batch for no key update skip locked);
    get diagnostics answers = row_count;
    delete from core.rate_counter as c
     where (c.operation, c.scope, c.subject) in (
           select k.operation, k.scope, k.subject from core.rate_counter as k
            where k.ends_at < clock_timestamp() limit batch for no key update skip locked);
    get diagnostics windows = row_count;
    return answers + windows;
end $$;

comment on function core.purge is $$Remove expired answers of keys and ended windows of limits; runs every hour.
@param batch rows of each at most
@returns how many rows were removed
@errors none
@source IDM-16$$;

grant execute on function core.purge to hx_job;

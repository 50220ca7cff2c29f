-- Empty the cache by hand: an act on the record, and the job that does it, in one commit.
create or replace function admin.flush_cache(reason core.reason)
    returns boolean
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    perform admin._act('admin.flush_cache', 'cache', core._caller(), '{}', reason);
    return core.defer('cache:flush', 'core', '{}', 'flush');
end $$;

comment on function admin.flush_cache is $$Order that the cache of answers be emptied. Nothing depends on it; where there is no cache, nothing
happens.
@param reason 1 to 1000 characters, on the record of the act
@idempotency optional
@returns whether it was ordered now; false where it was ordered before and is still to be done
@errors HX501 HX503 HX504 HX602 HXA01
@source ADM-17 CAC-07$$;

grant execute on function admin.flush_cache to hx_admin;

-- By what a copy of an answer is known to be right as things stand now, for the caller, the arguments
-- and the things that it shows; null where one of them may not be shown any more.
create or replace function cache._stamp(procedure text, args jsonb, subjects uuid[])
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return case procedure
        when 'account.get_profile' then cache._profile_stamp()
        when 'task.get_feed' then cache._feed_stamp(subjects)
        when 'verification.get_capability_profile' then cache._capability_stamp()
        when 'task.get_by_id' then cache._task_stamp((args ->> 'task_id')::uuid) end;
end $$;

grant execute on function cache._stamp to hx_web;

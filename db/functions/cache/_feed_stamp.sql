-- Changes with the caller's capability profile; null where one of the things that a feed showed is no
-- work that he may take now: taken, called off, due, of a poster who paused, or beyond him.
create or replace function cache._feed_stamp(subjects uuid[])
    returns text
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    wanted task.wish := task._wish('normal', null, null, null, null, null, null, 'newest', null, null);
begin
    if cardinality(subjects) <> (select count(*) from task._candidates(wanted) as o
                                  where o.task_id = any (subjects))
    then
        return null;
    end if;
    return concat_ws(':', wanted.viewer, wanted.location_state, wanted.tier, wanted.trades, wanted.demands, (
            select p.version from verification.capability_profile as p
             where p.account_id = wanted.viewer));
end $$;

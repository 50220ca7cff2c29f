-- The caller's own tasks, as poster or worker, newest first, by keyset.
create or replace function task.list(
    party        task.party default null,
    states       text[] default null,
    category     task.category_code default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns task.page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    before_id uuid := core._page_id(page_cursor);
    found_ids uuid[];
    answer task.page;
begin
    if exists (select from unnest(states) as wanted (state)
                where not exists (select from core.state as s
                                   where s.machine = 'task' and s.state = wanted.state))
    then
        perform core.fail('HXA01', 'states', 'There is no such task state.');
    end if;

    select array_agg(page.id order by page.id desc) into found_ids
      from (select t.id from task.task as t
             where ((party is distinct from 'worker' and t.poster_id = viewer)
                    or (party is distinct from 'poster' and t.worker_id = viewer))
               and (before_id is null or t.id < before_id)
               and (states is null or t.state = any (states))
               and (category is null or t.category = category)
             order by t.id desc
             limit coalesce(page_size, 20) + 1) as page;
    answer.next_cursor := case when cardinality(found_ids) > coalesce(page_size, 20)
        then found_ids[coalesce(page_size, 20)]::text end;
    select coalesce(array_agg(task._summary(i.id) order by i.id desc), '{}') into answer.items
      from unnest(found_ids[1:coalesce(page_size, 20)]) as i (id);
    return answer;
end $$;

comment on function task.list is $$The caller's own tasks, newest first.
@param party poster or worker; null for both
@param states states of the task machine; null for all
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns the page and the cursor of the next, null at the end
@errors HX501 HX504 HXA01
@source LIF-11$$;

grant execute on function task.list to hx_member;

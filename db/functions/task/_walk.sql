-- Work in the order that is asked for, after the last row of the page before, each order along its
-- index. For relevance it is not a page but what the page is ranked from: the nearest, or without a
-- location the newest. Planned each time: what is not asked for falls away, and what is chosen is
-- known.
create or replace function task._walk(wanted task.wish, how_many integer)
    returns task.candidate[]
    language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_variable
begin
    if wanted.sort_by = 'distance' or (wanted.sort_by = 'relevance' and wanted.origin is not null) then
        -- All work of a cell is equally far: the last cell is read whole, and then ids decide.
        return array(
            select row(n.task_id, n.poster_id, n.category, n.price_cents, n.deadline_at, n.created_at,
                       n.metres, n.search_score)::task.candidate
              from (select o.task_id, o.poster_id, o.category, o.price_cents, o.deadline_at, o.created_at,
                           c.point operator(ext.<->) wanted.origin as metres,
                           case when wanted.words is not null then task._word_score(
                               o.search, wanted.query, wanted.spelt, o.title) end as search_score
                      from task.cell as c
                      join task._candidates(wanted) as o on o.cell = c.code
                     where c.point operator(ext.&&) wanted.area
                       and (wanted.sort_by = 'relevance' or wanted.after_id is null
                            or (c.point operator(ext.<->) wanted.origin, o.task_id)
                               > (wanted.after_metres, wanted.after_id))
                     order by c.point operator(ext.<->) wanted.origin
                     fetch first (how_many) rows with ties) as n
             where n.metres <= wanted.metres
             order by n.metres, n.task_id
             limit how_many);
    elsif wanted.sort_by = 'price_desc' then
        return array(
            select task._as_candidate(o, wanted)
              from task._candidates(wanted) as o
             where wanted.after_id is null
                or (o.price_cents, o.task_id) < (wanted.after_key::bigint, wanted.after_id)
             order by o.price_cents desc, o.task_id desc
             limit how_many);
    elsif wanted.sort_by = 'price_asc' then
        return array(
            select task._as_candidate(o, wanted)
              from task._candidates(wanted) as o
             where wanted.after_id is null
                or (o.price_cents, o.task_id) > (wanted.after_key::bigint, wanted.after_id)
             order by o.price_cents, o.task_id
             limit how_many);
    elsif wanted.sort_by = 'deadline' then
        return array(
            select task._as_candidate(o, wanted)
              from task._candidates(wanted) as o
             where wanted.after_id is null
                or (o.deadline_at, o.task_id) > (timestamptz 'epoch'
                       + wanted.after_key::bigint * interval '1 microsecond', wanted.after_id)
             order by o.deadline_at, o.task_id
             limit how_many);
    end if;
    return array(
        select task._as_candidate(o, wanted)
          from task._candidates(wanted) as o
         where wanted.sort_by = 'relevance' or wanted.after_id is null
            or o.task_id < wanted.after_id
         order by o.task_id desc
         limit how_many);
end $$;

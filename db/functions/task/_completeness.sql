-- How much of a draft is answered, by clusters with their weights (domain.md §2.7); one that asks nothing is whole.
create or replace function task._completeness(draft task.draft)
    returns numeric
    language sql stable security definer set search_path = ''
as $$
    select round(sum(w.weight * coalesce(c.share, 1)), 4)
      from (values ('location', 0.30), ('time', 0.25), ('scope', 0.30), ('proof', 0.15)) as w (cluster, weight)
      left join (
        select q.cluster, count(q.answer)::numeric / count(*) as share
          from task._draft_questions(_completeness.draft) as q
         group by q.cluster) as c on c.cluster = w.cluster
$$;

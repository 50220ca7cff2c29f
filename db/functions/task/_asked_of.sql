-- The questions of a category: its bank, or the general ones where it has none; the universal ones; those of risk.
create or replace function task._asked_of(category text)
    returns setof task.question
    language sql stable security definer set search_path = ''
as $$
    select q.*
      from task.question as q
     where _asked_of.category is not null
       and (q.purpose = 'universal'
            or q.category = _asked_of.category
            or (q.purpose = 'general' and not exists (
                select from task.question as b
                 where b.purpose = 'category' and b.category = _asked_of.category)))
$$;

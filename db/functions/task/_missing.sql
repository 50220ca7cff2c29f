-- What keeps a draft from being posted: fields that are not there or don't hold, blocking questions without an
-- answer, and windows that have passed.
create or replace function task._missing(draft task.draft)
    returns text[]
    language sql stable security definer set search_path = ''
as $$
    select coalesce(array_agg(m.what order by m.place), '{}')
      from (
        values (1, case when coalesce(length(btrim(draft.description)), 0) <= 20 then 'description' end),
               (2, case when draft.category is null then 'category' end),
               (3, case when draft.title is null then 'title' end),
               (4, case when draft.price_cents is null then 'price_cents' end),
               (5, case when draft.address is null then 'address' end),
               (6, case when not exists (
                    select from city._zones_at(draft.latitude, draft.longitude)) then 'latitude' end),
               (7, case when (draft.deadline_at between core.now() + interval '1 hour'
                    and core.now() + interval '30 days') is not true then 'deadline_at' end)
        union all
        select 10 + q.n, q.code
          from task._draft_questions(_missing.draft) with ordinality as q (code, purpose, prompt, kind, options,
               is_blocking, cluster, is_private, answer, n)
         where (q.is_blocking and q.answer is null)
            or (q.kind = 'time_window' and split_part(q.answer, '/', 2)::timestamptz <= core.now())
        union all
        select 1000, 'clarity' where 1 + floor(4 * task._completeness(_missing.draft)) < 3
      ) as m (place, what)
     where m.what is not null
$$;

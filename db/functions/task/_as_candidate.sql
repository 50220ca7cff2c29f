-- Work as somebody who looks for it finds it: how far, and how well it fits his words. Inlined.
create or replace function task._as_candidate(found task.opening, wanted task.wish)
    returns task.candidate
    language sql stable
as $$
    select row((found).task_id, (found).poster_id, (found).category, (found).price_cents,
        (found).deadline_at, (found).created_at,
        (found).point operator(ext.<->) (wanted).origin,
        case when (wanted).words is not null then task._word_score(
            (found).search, (wanted).query, (wanted).spelt, (found).title) end)::task.candidate
$$;

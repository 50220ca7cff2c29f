-- A page of what was walked, with its scores: by relevance it is ranked and cut here, in any other
-- order it stands as it was walked. What suits too little is hidden, unless it was searched for.
create or replace function task._ranked(
    wanted    task.wish,
    taste     task.taste,
    walked    task.candidate[],
    how_many  integer
)
    returns setof task.hit
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    return query
    select r.task_id, r.metres, round(r.search_score::numeric, 4), r.matching, r.relevance
      from (select s.task_id, s.metres, s.search_score, s.place, round(s.matching::numeric, 4) as matching,
                   round((case when wanted.words is null
                         then taste.match_weight * s.matching
                            + taste.recency_weight * task._recency_score(s.age_hours)
                            + taste.urgency_weight * task._urgency_score(s.left_hours)
                            + taste.poster_weight * s.quality
                         else taste.search_weight * s.search_score
                            + taste.found_weight * s.matching end)::numeric, 4) as relevance
              from (select c.task_id, c.metres, c.search_score, c.place,
                           taste.trust_weight * taste.trust
                           + taste.distance_weight * task._distance_score(c.metres / 1609.344)
                           + taste.category_weight * k.score
                           + taste.price_weight * task._price_score(
                               c.price_cents, taste.min_price_cents, k.median_cents)
                           + taste.time_weight * task._time_score(h.left_hours, taste.hours_needed) as matching,
                           h.age_hours, h.left_hours,
                           coalesce(q.quality, task._quality_score(0, 0, null))::double precision as quality
                      from unnest(walked) with ordinality as c (task_id, poster_id, category, price_cents,
                               deadline_at, created_at, metres, search_score, place)
                      join unnest(taste.categories, taste.category_scores, taste.median_cents)
                               as k (code, score, median_cents) on k.code = c.category
                     cross join lateral (
                            select extract(epoch from wanted.as_of - c.created_at)::double precision / 3600,
                                   extract(epoch from c.deadline_at - wanted.as_of)::double precision / 3600)
                               as h (age_hours, left_hours)
                      left join task.poster_quality as q on q.account_id = c.poster_id) as s
             where wanted.words is not null or s.matching >= 0.20) as r
     where wanted.sort_by <> 'relevance' or wanted.after_id is null
        or (r.relevance, r.task_id) < (wanted.after_key, wanted.after_id)
     order by case when wanted.sort_by = 'relevance' then -r.relevance else r.place end,
              case when wanted.sort_by = 'relevance' then r.task_id end desc
     limit how_many;
end $$;

-- What the scores of a page are made of and is the same for all its work: what the hustler did in his
-- latest 200 pieces of work and claims to do, what kinds cost, and the weights. Who has no history is without fault.
create or replace function task._taste(account_id uuid, tier integer)
    returns task.taste
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    answer task.taste;
    completion_rate numeric;
    approval_rate numeric;
    done_categories text[];
    claimed constant text[] := array(select t.trade from verification.claimed_trade as t
                                      where t.account_id = account_id);
begin
    select avg((w.ending = 'completed')::integer) filter (
               where w.ending in ('completed', 'abandoned', 'overdue', 'lost')),
           array_agg(t.category) filter (where w.ending = 'completed')
      into completion_rate, done_categories
      from (select a.task_id, a.ending from task.assignment as a
             where a.worker_id = account_id and a.ended_at is not null
             order by a.ended_at desc
             limit 200) as w
      join task.task as t on t.id = w.task_id;
    approval_rate := (
        select avg((p.state = 'ACCEPTED')::integer)
          from (select a.id, a.task_id from task.assignment as a
                 where a.worker_id = account_id and a.ended_at is not null
                 order by a.ended_at desc
                 limit 200) as w
          join proof.proof as p on p.task_id = w.task_id and p.assignment_id = w.id
         where p.reviewed_at is not null);
    answer.trust := task._trust_score(tier, coalesce(completion_rate, 1), coalesce(approval_rate, 1));

    select array_agg(c.code order by c.code),
           array_agg(task._category_score(
               c.code = any (claimed) or coalesce(c.required_trade = any (claimed), false),
               coalesce(d.done, 0))
               order by c.code),
           array_agg(coalesce(own.median_cents, other.median_cents) order by c.code)
      into answer.categories, answer.category_scores, answer.median_cents
      from task.category as c
      left join (select w.code, count(*) as done from unnest(done_categories) as w (code)
                  group by w.code) as d on d.code = c.code
      left join task.category_price as own on own.category = c.code
      left join task.category_price as other on other.category = 'other';

    answer.hours_needed := coalesce((
        select extract(epoch from s.value::interval)::double precision / 3600
          from core.setting as s where s.name = 'feed_time_needed'), 4);
    select max(w.weight) filter (where w.formula = 'feed' and w.component = 'trust'),
           max(w.weight) filter (where w.formula = 'feed' and w.component = 'distance'),
           max(w.weight) filter (where w.formula = 'feed' and w.component = 'category'),
           max(w.weight) filter (where w.formula = 'feed' and w.component = 'price'),
           max(w.weight) filter (where w.formula = 'feed' and w.component = 'time'),
           max(w.weight) filter (where w.formula = 'relevance' and w.component = 'match'),
           max(w.weight) filter (where w.formula = 'relevance' and w.component = 'recency'),
           max(w.weight) filter (where w.formula = 'relevance' and w.component = 'urgency'),
           max(w.weight) filter (where w.formula = 'relevance' and w.component = 'poster'),
           max(w.weight) filter (where w.formula = 'search' and w.component = 'search'),
           max(w.weight) filter (where w.formula = 'search' and w.component = 'match')
      into answer.trust_weight, answer.distance_weight, answer.category_weight,
           answer.price_weight, answer.time_weight, answer.match_weight, answer.recency_weight,
           answer.urgency_weight, answer.poster_weight, answer.search_weight, answer.found_weight
      from task.weight as w;
    return answer;
end $$;

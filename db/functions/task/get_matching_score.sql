-- How well open work suits the caller, and what that is made of.
create or replace function task.get_matching_score(
    task_id    uuid,
    latitude   core.latitude default null,
    longitude  core.longitude default null
)
    returns task.matching_score
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    wanted task.wish := task._wish('normal', latitude, longitude, null, null, null, null, null, null, null);
    work task.opening;
    demand task.demand;
    answer task.matching_score;
    quality task.poster_quality;
    median bigint;
    formula text := 'match';
begin
    select o.* into work
      from task.opening as o
      join account.user as u on u.id = o.poster_id and u.state = 'ACTIVE'
     where o.task_id = task_id and o.poster_id <> wanted.viewer and o.deadline_at > wanted.now_at;
    if not found then
        perform core.fail('HXA02', 'task_id');
    end if;
    select d.* into strict demand from task.demand as d where d.id = work.demand_id;
    if wanted.origin is null then
        wanted.origin := (select p.point from geo.position as p
                           where p.account_id = wanted.viewer
                             and p.seen_at > wanted.now_at - interval '15 minutes');
    end if;
    select q.* into quality from task.poster_quality as q where q.account_id = work.poster_id;
    median := (select p.median_cents from task.category_price as p
                where p.category in (work.category, 'other')
                order by p.category = work.category desc limit 1);
    if exists (select from task.task as t where t.id = work.task_id and t.mode = 'LIVE') then
        formula := 'match_live';
    end if;

    answer.task_id := work.task_id;
    answer.is_eligible := eligibility.check(wanted.viewer, work.task_id);
    answer.blockers := array(select e.blocker from eligibility.explain(work.task_id) as e
                              where not e.passed);
    answer.distance_miles := round(
        ((work.point operator(ext.<->) wanted.origin) / 1609.344)::numeric, 1);
    answer.distance := round(task._fit_distance(
        ((work.point operator(ext.<->) wanted.origin) / 1609.344)::numeric), 3);
    answer.price := round(task._fit_price(work.price_cents, median), 3);
    answer.category := task._fit_category(wanted.viewer, work.category, coalesce(wanted.trades, '{}'));
    answer.poster_rating := round(task._fit_poster(null, 0, coalesce(quality.dispute_rate, 0)), 3);
    answer.urgency_fit := round(task._fit_urgency(
        extract(epoch from work.deadline_at - wanted.now_at) / 3600, coalesce((
            select s.urgency_bias from onboarding.signal as s where s.account_id = wanted.viewer), 0.5)), 3);
    answer.trust_compatibility := task._fit_trust(coalesce(wanted.tier, 0), demand.required_tier);
    answer.overall := case when answer.is_eligible then round((
        select sum(w.weight * case w.component
                   when 'distance' then answer.distance when 'price' then answer.price
                   when 'category' then answer.category when 'poster' then answer.poster_rating
                   when 'urgency' then answer.urgency_fit when 'trust' then answer.trust_compatibility end)
          from task.weight as w where w.formula = formula), 3) else 0 end;
    return answer;
end $$;

comment on function task.get_matching_score is $$How well open work suits the caller, 0 to 1: distance .25, price .20, category .20, the poster's
rating .15, how its hurry fits .10, trust .10 (operators may weigh otherwise); 0 for work that he may
not take. The distance is to the middle of the work's cell, from the location given, or the position
shared within 15 minutes; unknown it counts as half.
@param latitude degrees, of where the caller is; with longitude
@param longitude degrees
@returns the score, its six components, each 0 to 1, and what keeps the caller from that work
@errors HX501 HX504 HXA01 HXA02
@source domain.md §10.5$$;

grant execute on function task.get_matching_score to hx_member;

-- What answers say, by one version of the calibration: the same answers always the same (domain.md §1.5).
-- It is divided last, so nothing is rounded but the result.
create or replace function onboarding._infer(version text, answers jsonb)
    returns onboarding.inference
    language sql stable security definer set search_path = ''
as $$
    with given as (
        select a.key as question, a.value as option from jsonb_each_text(_infer.answers) as a
    ), said as (
        select sum(q.weight * o.worker) as worker, sum(q.weight * o.poster) as poster
          from given as g
          join onboarding.question as q on q.version = _infer.version and q.code = g.question
          join onboarding.option as o
            on (o.version, o.question, o.code) = (q.version, q.code, g.option)
    ), penalised as (
        select coalesce(array_agg(p.flag order by p.flag), '{}') as flags,
               coalesce(sum(p.penalty), 0) as penalty
          from onboarding.penalty as p
         where p.version = _infer.version
           and not exists (
                select from onboarding.penalty_answer as w
                 where (w.version, w.flag) = (p.version, p.flag)
                   and not exists (select from given as g
                                    where (g.question, g.option) = (w.question, w.option)))
    ), signalled as (
        select s.name, least(1, greatest(0, 0.5 + coalesce(sum(e.effect), 0))) as value
          from unnest(array['risk_tolerance', 'urgency_bias', 'authority_expectation',
                'price_sensitivity']) as s (name)
          left join (onboarding.signal_effect as e
                join given as g on (g.question, g.option) = (e.question, e.option))
            on e.version = _infer.version and e.signal = s.name
         group by s.name
    ), damped as (
        select c.*, p.flags, round(0.5 + (s.worker - s.poster) / 2
                   * (1 - least(p.penalty, c.penalty_cap)) / (s.worker + s.poster), 4) as worker
          from onboarding.calibration as c, said as s, penalised as p
         where c.version = _infer.version
    )
    select row(d.version, d.worker, 1 - d.worker, 2 * abs(d.worker - 0.5), t.tier, d.flags,
               case when d.worker >= d.role_from then 'hustler'
                    when 1 - d.worker >= d.role_from then 'poster'
                    when d.worker >= 0.5 then 'hustler' else 'poster' end,
               t.tier = 'WEAK',
               (select s.value from signalled as s where s.name = 'risk_tolerance'),
               (select s.value from signalled as s where s.name = 'urgency_bias'),
               (select s.value from signalled as s where s.name = 'authority_expectation'),
               (select s.value from signalled as s where s.name = 'price_sensitivity')
           )::onboarding.inference
      from damped as d
     cross join lateral (
        select case when greatest(d.worker, 1 - d.worker) >= d.strong_from then 'STRONG'
                    when greatest(d.worker, 1 - d.worker) >= d.moderate_from then 'MODERATE'
                    else 'WEAK' end as tier) as t
$$;

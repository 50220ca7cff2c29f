-- LIF-20: the two formulas of matching, component by component, with the worked examples of domain.md §10.
begin;
select plan(68);
select is(round(task._distance_score(v.miles)::numeric, 6), v.score, 'formula 1, distance ' || coalesce(v.miles::text, 'unknown'))
  from (values (0.0, 1.0), (1, 1), (2, 0.85), (3, 0.7), (4, 0.5), (5, 0.3), (7.5, 0.2), (10, 0.1), (10.01, 0), (40, 0), (null, 0.5)) as v (miles, score);
select is(round(task._trust_score(v.tier, v.completion, v.approval)::numeric, 6), v.score, 'formula 1, trust of tier ' || v.tier)
  from (values (4, 1.0, 1.0, 1.0), (1, 0, 0, 0.15), (2, 0.9, 0.5, 0.62), (1, 1, 1, 0.55)) as v (tier, completion, approval, score);
select is(round(task._category_score(v.preferred, v.done)::numeric, 6), v.score, 'formula 1, category done ' || v.done)
  from (values (true, 10, 1.0), (true, 0, 0.7), (false, 0, 0.42), (false, 25, 0.72), (false, 5, 0.57)) as v (preferred, done, score);
select is(round(task._price_score(v.price, v.least, v.median)::numeric, 6), v.score, 'formula 1, price ' || v.price)
  from (values (5000, 4000, 5000, 1.0), (3000, 4000, 5000, 0.58), (4500, 4000, 5000, 0.88), (5000, null, 5000, 1.0), (5000, 6000, 5000, 0.7)) as v (price, least, median, score);
select is(round(task._time_score(v.hours, 4)::numeric, 6), v.score, 'formula 1, time ' || v.hours)
  from (values (4.0, 1.0), (2, 0.7), (1.99, 0.3)) as v (hours, score);
select is(round(task._recency_score(v.hours)::numeric, 6), v.score, 'recency after ' || v.hours)
  from (values (0.0, 1.0), (1, 1), (3.5, 0.85), (6, 0.7), (15, 0.5), (24, 0.3), (99, 0.3)) as v (hours, score);
select is(round(task._urgency_score(v.hours)::numeric, 6), v.score, 'urgency with ' || v.hours)
  from (values (1.0, 1.0), (2, 1), (4, 0.85), (6, 0.7), (15, 0.55), (24, 0.4), (99, 0.4)) as v (hours, score);
select is(task._quality_score(v.posted, v.disputes, v.response), v.score, 'quality of who posted ' || v.posted)
  from (values (5, 0.0, interval '2 hours', 1.0), (0, 0, null, 0.8), (9, 0.5, interval '3 hours', 0.74)) as v (posted, disputes, response, score);
select is(round(task._fit_distance(v.miles), 3), v.score, 'formula 2, distance ' || v.miles)
  from (values (0.0, 1.0), (5, 0.8), (25, 0), (30, 0)) as v (miles, score);
select is(round(task._fit_price(v.price, 5000), 3), v.score, 'formula 2, price ' || v.price)
  from (values (5000, 0.333), (6250, 0.5), (2500, 0), (10000, 1), (500, 0)) as v (price, score);
select is(round(task._fit_poster(v.average, v.ratings, v.disputes), 3), v.score, 'formula 2, poster rated ' || coalesce(v.average::text, 'never'))
  from (values (null, 0, 0.0, 0.75), (5.0, 5, 0, 1), (5, 1, 0, 0.8), (4, 10, 0.05, 0.65), (1, 9, 0.5, 0)) as v (average, ratings, disputes, score);
select is(round(task._fit_urgency(v.hours, v.bias), 3), v.score, 'formula 2, urgency ' || v.hours || ' for ' || v.bias)
  from (values (2, 0.9, 0.912), (2, 0.2, 0.212), (120, 0.2, 0.914)) as v (hours, bias, score);
select is(array[task._fit_trust(3, 2), task._fit_trust(2, 2), task._fit_trust(1, 2), task._fit_trust(1, 3)], array[1, 1, 0.5, 0], 'formula 2, trust');

-- Weights are rows, and those of a formula are a whole.
select is(support.code('update task.weight set weight = .31 where formula = ''feed'' and component = ''trust'''), 'HXA01', 'a formula weighs 1');
select is(support.code('delete from task.weight where formula = ''search'' and component = ''match'''), 'HXA01', 'not less');
select is(support.code('insert into task.weight values (''feed'', ''luck'', .5)'), 'HXA01', 'nor more');
select is(support.code('update task.weight set weight = case component when ''trust'' then .35 else .20 end where formula = ''feed'' and component in (''trust'', ''distance'')'),
    'done', 'both in one step');
select is(support.code('truncate task.weight'), 'HXA11', 'and they are not emptied');
select * from finish();
rollback;

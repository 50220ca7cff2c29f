-- What work asks for: its category's baseline, raised, never lowered, by answers and by its own words
-- (domain.md §2.11). Words that belong into another category are refused. The same input, the same answer.
create or replace function task._classify(
    category      text,
    risk_answers  task.risk_answer[],
    words         text
)
    returns task.classification
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    kind task.category;
    -- As it is read: no letter of another width or shape, none that is not seen.
    plain constant text := regexp_replace(normalize(words, NFKC), '[\u00AD\u200B-\u200F\u2060\uFEFF]', '', 'g');
    answer task.classification;
begin
    select c.* into kind from task.category as c where c.code = category;
    if not found then
        perform core.fail('HXA01', 'category', 'There is no such category.');
    end if;
    if exists (select from task.misclassification as m
                where m.category = category and plain ~* ('\m(' || m.pattern || ')\M'))
    then
        perform core.fail('HXA01', 'category', 'Work like that belongs into another category.',
            'Choose the category of the trade that does it.');
    end if;
    if exists (select from unnest(risk_answers) as a
                where not exists (
                    select from task.question as q
                     where q.code = a.question and q.purpose = 'risk' and q.category = category
                       and (a.answer = any (q.options)
                            or (q.kind = 'yes_no' and a.answer in ('yes', 'no')))))
    then
        perform core.fail('HXA01', 'risk_answers',
            'Each is a risk question of the category with one of its options.');
    end if;

    with raised as (
        select null as rule, kind.risk_level as level, kind.required_trade as trade
        union all
        select e.question || '=' || e.answer, e.risk_level, kind.required_trade
          from unnest(risk_answers) as a
          join task.risk_escalation as e on (e.question, e.answer) = (a.question, a.answer)
        union all
        select 'content.' || c.code, c.risk_level,
               case c.reach when 'any' then coalesce(kind.required_trade, c.required_trade)
                    else c.required_trade end
          from task.content_rule as c
         where plain ~* ('\m(' || c.pattern || ')\M')
           and (kind.required_trade is null or c.reach = 'any'
                or (c.reach = 'other_trade' and c.required_trade <> kind.required_trade))
    ), highest as (
        select l.level, l.min_tier, l.needs_insurance, l.needs_background, r.trade
          from raised as r join trust.risk as l on l.level = r.level
         order by l.min_tier desc, r.rule nulls first
         limit 1
    )
    select h.level, h.min_tier, coalesce(h.trade, kind.required_trade),
           task._asks_insurance(h.level, h.needs_insurance, coalesce(h.trade, kind.required_trade)),
           h.needs_background,
           array(select r.rule from raised as r where r.rule is not null order by r.rule)
      into answer
      from highest as h;
    return answer;
end $$;

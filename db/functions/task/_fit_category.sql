-- How well somebody knows a kind of work: a verified trade for it, a claimed one, done within 30 days,
-- akin to one of his trades, or any work done at all. @source domain.md §10.5
create or replace function task._fit_category(account_id uuid, category text, trades text[])
    returns numeric
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    kind task.category;
    held constant text[] := array(select split_part(h.trade, ':', 1) from unnest(trades) as h (trade));
    claimed constant text[] := array(select t.trade from verification.claimed_trade as t
                                      where t.account_id = account_id);
begin
    select c.* into strict kind from task.category as c where c.code = category;
    if kind.required_trade = any (held) or category = any (held) then
        return 1;
    elsif kind.required_trade = any (claimed) or category = any (claimed) then
        return 0.8;
    elsif exists (select from task.task as t
                   where t.worker_id = account_id and t.category = category
                     and t.completed_at > core.now() - interval '30 days')
    then
        return 0.6;
    elsif exists (select from task.category_group as g
                    join task.category_group as o on o.name = g.name
                    join task.category as c on c.code = o.category
                   where g.category = category
                     and (c.code = any (held || claimed) or c.required_trade = any (held || claimed)))
    then
        return 0.4;
    elsif exists (select from task.task as t
                   where t.worker_id = account_id and t.state = 'COMPLETED')
    then
        return 0.2;
    end if;
    return 0;
end $$;

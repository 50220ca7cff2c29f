-- Deferred: the weights of a formula sum to 1. Who changes any takes turns at them, so each sees what
-- the other committed. Its trigger: schema/90.
create or replace function task.check_weights_whole()
    returns trigger
    language plpgsql security definer set search_path = ''
as $$
begin
    perform from task.weight as w order by w.formula, w.component for no key update;
    if exists (select from task.weight as w group by w.formula having sum(w.weight) <> 1) then
        perform core.fail('HXA01', 'weight', 'The weights of a formula sum to 1.');
    end if;
    return null;
end $$;

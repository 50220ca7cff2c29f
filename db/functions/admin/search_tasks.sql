-- Tasks by what an operator has at hand: an id of the task, its escrow, a settlement or an intent at Stripe,
-- an e-mail of a party, or words of the title.
create or replace function admin.search_tasks(
    search       core.search_text default null,
    states       text[] default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.task_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    wanted constant text := btrim(coalesce(search, ''));
    party_id uuid;
    found_ids uuid[];
    answer admin.task_page;
begin
    if exists (select from unnest(states) as w (state)
                where not exists (select from core.state as s
                                   where s.machine = 'task' and s.state = w.state))
    then
        perform core.fail('HXA01', 'states', 'There is no such task state.');
    end if;
    if wanted like '%@%' then
        select u.id into party_id from account.user as u where u.email = lower(wanted);
        select array_agg(f.id order by f.id desc) into found_ids
          from (select t.id from task.task as t
                 where party_id in (t.poster_id, t.worker_id)
                   and (states is null or t.state = any (states)) and (before_id is null or t.id < before_id)
                 order by t.id desc limit size + 1) as f;
    elsif wanted ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then
        select array_agg(distinct f.id) into found_ids
          from (select t.id from task.task as t where t.id = wanted::uuid
                union all
                select e.task_id from escrow.escrow as e where e.id = wanted::uuid
                union all
                select e.task_id from settlement.settlement as s
                  join escrow.escrow as e on e.id = s.escrow_id where s.id = wanted::uuid
                union all
                select d.task_id from dispute.dispute as d where d.id = wanted::uuid) as f;
    elsif wanted ~ '^(pi|tr|re|trr|pyr)_[A-Za-z0-9_]+$' then
        select array_agg(distinct e.task_id) into found_ids
          from escrow.escrow as e
         where e.id in (select i.escrow_id from stripe.intent as i where i.provider_intent_id = wanted
                         union all
                        select s.escrow_id from settlement.settlement as s
                         where s.provider_reference = wanted);
    else
        select array_agg(f.id order by f.id desc) into found_ids
          from (select t.id from task.task as t
                 where (wanted = '' or strpos(lower(t.title), lower(wanted)) > 0)
                   and (states is null or t.state = any (states)) and (before_id is null or t.id < before_id)
                 order by t.id desc limit size + 1) as f;
    end if;
    answer.next_cursor := case when cardinality(found_ids) > size then found_ids[size]::text end;
    select coalesce(array_agg(row(t.id, t.title, t.state, e.state, t.price_cents, t.currency, t.poster_id,
               p.full_name, t.worker_id, w.full_name, t.deadline_at, t.created_at)::admin.task_item
               order by t.id desc), '{}')
      into answer.items
      from unnest(found_ids[1:size]) as f (id)
      join task.task as t on t.id = f.id
      join escrow.escrow as e on e.task_id = t.id
      join account.user as p on p.id = t.poster_id
      left join account.user as w on w.id = t.worker_id;
    return answer;
end $$;

comment on function admin.search_tasks is $$Find tasks: by an id of the task, its escrow, dispute or a settlement, by an id at Stripe, by the e-mail of
a party, or by words of the title; newest first.
@machine task
@param search what to look for, at most 200 characters; none for all
@param states states of the task machine; none for all
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source ADM-15$$;

grant execute on function admin.search_tasks to hx_support;

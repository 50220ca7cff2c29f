-- Disputes, those that wait for a person first.
create or replace function admin.get_disputes(
    states       text[] default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.dispute_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    answer admin.dispute_page;
begin
    if exists (select from unnest(states) as wanted (state)
                where not exists (select from core.state as s
                                   where s.machine = 'dispute' and s.state = wanted.state))
    then
        perform core.fail('HXA01', 'states', 'There is no such dispute state.');
    end if;
    select array_agg(row(f.id, f.task_id, t.title, f.state, f.reason, f.outcome, e.amount_cents, e.currency,
               f.poster_id, p.full_name, f.worker_id, w.full_name, f.due_at, f.created_at)::admin.dispute_item
               order by f.id desc)
      into answer.items
      from (select d.id, d.task_id, d.state, d.reason, d.outcome, d.poster_id, d.worker_id, d.due_at,
                   d.created_at
              from dispute.dispute as d
             where (states is null or d.state = any (states)) and (before_id is null or d.id < before_id)
             order by d.id desc limit size + 1) as f
      join task.task as t on t.id = f.task_id
      join escrow.escrow as e on e.task_id = f.task_id
      join account.user as p on p.id = f.poster_id
      join account.user as w on w.id = f.worker_id;
    answer.next_cursor := case when cardinality(answer.items) > size then (answer.items)[size].id::text end;
    answer.items := coalesce((answer.items)[1:size], '{}');
    return answer;
end $$;

comment on function admin.get_disputes is $$Disputes, newest first; dispute.get_by_id tells one with its evidence.
@machine dispute
@param states states of the dispute machine; none for all
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source DIS-06 ADM-15$$;

grant execute on function admin.get_disputes to hx_support;

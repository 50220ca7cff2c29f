-- Outbound movements, newest first.
create or replace function admin.get_settlements(
    states       text[] default null,
    only_held    boolean default false,
    payee_id     uuid default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.settlement_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    found_ids uuid[];
    answer admin.settlement_page;
begin
    if exists (select from unnest(states) as wanted (state)
                where not exists (select from core.state as s
                                   where s.machine = 'settlement' and s.state = wanted.state))
    then
        perform core.fail('HXA01', 'states', 'There is no such settlement state.');
    end if;
    select array_agg(f.id order by f.id desc) into found_ids
      from (select s.id from settlement.settlement as s
             where (states is null or s.state = any (states))
               and (payee_id is null or s.payee_id = payee_id)
               and (not coalesce(only_held, false) or exists (
                    select from settlement.hold as h where h.settlement_id = s.id and h.closed_at is null))
               and (before_id is null or s.id < before_id)
             order by s.id desc limit size + 1) as f;
    answer.next_cursor := case when cardinality(found_ids) > size then found_ids[size]::text end;
    select coalesce(array_agg(settlement._view(f.id) order by f.id desc), '{}') into answer.items
      from unnest(found_ids[1:size]) as f (id);
    return answer;
end $$;

comment on function admin.get_settlements is $$Outbound movements of money, newest first.
@machine settlement
@param states states of the settlement machine; none for all
@param only_held those alone that a hold keeps back
@param payee_id of one person alone
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source STL-05 STL-11 ADM-15$$;

grant execute on function admin.get_settlements to hx_support;

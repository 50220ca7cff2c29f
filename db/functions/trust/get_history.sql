-- The caller's own changes of tier, newest first, by keyset.
create or replace function trust.get_history(
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns trust.history_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    before_id uuid := core._page_id(page_cursor);
    rows_a_page integer := coalesce(page_size, 20);
    found_items trust.history_entry[];
    answer trust.history_page;
begin
    select array_agg(row(page.id, page.old_tier, page.new_tier, page.reason,
               page.at)::trust.history_entry order by page.id desc)
      into found_items
      from (select e.* from trust.entry as e
             where e.account_id = viewer and (before_id is null or e.id < before_id)
             order by e.id desc
             limit rows_a_page + 1) as page;
    if cardinality(found_items) > rows_a_page then
        answer.next_cursor := (found_items[rows_a_page]).id;
    end if;
    answer.items := coalesce(found_items[1:rows_a_page], '{}');
    return answer;
end $$;

comment on function trust.get_history is $$The caller's own changes of tier, newest first.
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns the page and the cursor of the next, null at the end
@errors HX501 HX504 HXA01
@source TRU-03$$;

grant execute on function trust.get_history to hx_member;

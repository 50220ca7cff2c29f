-- The caller's own awards of XP, newest first, by keyset.
create or replace function xp.get_ledger(
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns xp.ledger_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    before_id uuid := core._page_id(page_cursor);
    rows_a_page integer := coalesce(page_size, 20);
    found_items xp.ledger_entry[];
    answer xp.ledger_page;
begin
    select array_agg(row(page.id, page.task_id, page.escrow_id, page.base_xp,
               page.streak_multiplier, page.trust_multiplier, page.live_multiplier,
               page.effective_xp, page.total_before, page.total_after, page.level_before,
               page.level_after, page.reason, page.awarded_at)::xp.ledger_entry
               order by page.id desc)
      into found_items
      from (select x.* from xp.entry as x
             where x.account_id = viewer and (before_id is null or x.id < before_id)
             order by x.id desc
             limit rows_a_page + 1) as page;
    if cardinality(found_items) > rows_a_page then
        answer.next_cursor := (found_items[rows_a_page]).id;
    end if;
    answer.items := coalesce(found_items[1:rows_a_page], '{}');
    return answer;
end $$;

comment on function xp.get_ledger is $$The caller's own awards of XP, newest first.
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns the page and the cursor of the next, null at the end
@errors HX501 HX504 HXA01
@source XPB-07$$;

grant execute on function xp.get_ledger to hx_member;

-- Orders that need a person, newest first.
create or replace function admin.get_dead_letters(
    include_closed  boolean default false,
    page_size       core.page_size default 20,
    page_cursor     core.page_cursor default null
)
    returns admin.dead_letter_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    found_ids uuid[];
    answer admin.dead_letter_page;
begin
    select array_agg(f.id order by f.id desc) into found_ids
      from (select d.id from core.dead_letter as d
             where (d.closed_at is null or include_closed) and (before_id is null or d.id < before_id)
             order by d.id desc limit size + 1) as f;
    answer.next_cursor := case when cardinality(found_ids) > size then found_ids[size]::text end;
    select coalesce(array_agg(admin._dead_letter_view(f.id) order by f.id desc), '{}') into answer.items
      from unnest(found_ids[1:size]) as f (id);
    return answer;
end $$;

comment on function admin.get_dead_letters is $$Orders to outside parties that nothing tries any more and a person must look at, newest first.
@param include_closed those that were decided, too
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source QUE-12 W20$$;

grant execute on function admin.get_dead_letters to hx_support;

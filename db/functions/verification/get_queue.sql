-- Credentials that wait for their verification, the longest waiting first, by keyset.
create or replace function verification.get_queue(
    kind         verification.kind default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns verification.queue_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    after_id constant uuid := core._page_id(page_cursor);
    answer verification.queue_page;
begin
    select array_agg(verification._queue_item(f.id) order by f.id) into answer.items
      from (select k.id from verification.credential as k
             where k.state = 'PENDING' and (kind is null or k.kind = kind)
               and (after_id is null or k.id > after_id)
             order by k.id
             limit size + 1) as f;
    answer.next_cursor := case when cardinality(answer.items) > size
        then (answer.items)[size].id::text end;
    answer.items := coalesce((answer.items)[1:size], '{}');
    return answer;
end $$;

comment on function verification.get_queue is $$Credentials that wait for their verification, first handed in first.
@param kind licence, insurance or background; null for all
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source ELI-03$$;

grant execute on function verification.get_queue to hx_support;

-- Invitations, newest first.
create or replace function admin.get_invites(
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.invite_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    answer admin.invite_page;
begin
    select array_agg(admin._invite_view(f.id) order by f.id desc) into answer.items
      from (select i.id from account.invite as i
             where before_id is null or i.id < before_id
             order by i.id desc limit size + 1) as f;
    answer.next_cursor := case when cardinality(answer.items) > size then (answer.items)[size].id::text end;
    answer.items := coalesce((answer.items)[1:size], '{}');
    return answer;
end $$;

comment on function admin.get_invites is $$Invitations to join and how often each was used, newest first.
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source ADM-08$$;

grant execute on function admin.get_invites to hx_admin;

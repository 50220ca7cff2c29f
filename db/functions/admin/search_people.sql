-- People by what an operator has at hand: an id, an e-mail, a phone, or the beginning of a name's words.
create or replace function admin.search_people(
    search       core.search_text default null,
    states       text[] default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.person_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    wanted constant text := btrim(coalesce(search, ''));
    answer admin.person_page;
begin
    if exists (select from unnest(states) as w (state)
                where not exists (select from core.state as s
                                   where s.machine = 'account' and s.state = w.state))
    then
        perform core.fail('HXA01', 'states', 'There is no such account state.');
    end if;
    select array_agg(row(f.id, f.full_name, f.email, f.state, s.role, coalesce(g.tier, 1),
               f.created_at)::admin.person_item order by f.id desc)
      into answer.items
      from (select u.id, u.full_name, u.email, u.state, u.created_at
              from account.user as u
             where (states is null or u.state = any (states)) and (before_id is null or u.id < before_id)
               and case when wanted = '' then true
                        when wanted like '%@%' then u.email = lower(wanted)
                        when wanted ~ '^\+' then u.phone = wanted
                        when wanted ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then u.id = wanted::uuid
                        else strpos(lower(u.full_name), lower(wanted)) > 0 end
             order by u.id desc limit size + 1) as f
      left join account.staff as s on s.account_id = f.id
      left join trust.standing as g on g.account_id = f.id;
    answer.next_cursor := case when cardinality(answer.items) > size then (answer.items)[size].id::text end;
    answer.items := coalesce((answer.items)[1:size], '{}');
    return answer;
end $$;

comment on function admin.search_people is $$Find people: by id, e-mail, phone, or words of the name; newest first.
@machine account
@param search what to look for, at most 200 characters; none for all
@param states states of the account machine; none for all
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source ADM-15$$;

grant execute on function admin.search_people to hx_support;

-- Forget a kept search. Once it is gone a repeat finds nothing.
create or replace function task.delete_saved_search(search_id uuid)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    owner account.user := account._acting();
begin
    delete from task.saved_search as s where s.id = search_id and s.account_id = owner.id;
    if not found then
        perform core.fail('HXA02', 'search_id');
    end if;
    return search_id;
end $$;

comment on function task.delete_saved_search is $$Forget a search that the caller kept.
@returns the id that was given
@errors HX501 HX503 HX504 HX602 HXA02
@source domain.md §10.7$$;

grant execute on function task.delete_saved_search to hx_member;

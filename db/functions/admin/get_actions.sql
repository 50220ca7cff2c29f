-- What staff did, newest first: to one subject, by one person, or all of it.
create or replace function admin.get_actions(
    subject_id   uuid default null,
    actor_id     uuid default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.action_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_id constant uuid := core._page_id(page_cursor);
    answer admin.action_page;
begin
    select array_agg(row(f.id, f.at, f.actor_id, u.full_name, f.role, f.action, f.subject, f.subject_id,
               f.reason, f.amount_cents, f.currency, p.approved_by)::admin.action_view order by f.id desc)
      into answer.items
      from (select a.id, a.at, a.actor_id, a.role, a.action, a.subject, a.subject_id, a.reason,
                   a.amount_cents, a.currency, a.approval_id
              from admin.action as a
             where (subject_id is null or a.subject_id = subject_id)
               and (actor_id is null or a.actor_id = actor_id) and (before_id is null or a.id < before_id)
             order by a.id desc limit size + 1) as f
      join account.user as u on u.id = f.actor_id
      left join admin.approval as p on p.id = f.approval_id;
    answer.next_cursor := case when cardinality(answer.items) > size then (answer.items)[size].id::text end;
    answer.items := coalesce((answer.items)[1:size], '{}');
    return answer;
end $$;

comment on function admin.get_actions is $$What staff did, as it is on record, newest first.
@param subject_id what it was done to: an escrow, dispute, hold, settlement, chargeback, account, …
@param actor_id who did it
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source ADM-02$$;

grant execute on function admin.get_actions to hx_moderator;

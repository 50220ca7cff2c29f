-- What happens, as it happens, newest first: no further than every reader may see, so that nothing that
-- commits late is missed. By keyset on (transaction, event), in which order the events stand.
create or replace function admin.get_events(
    aggregate     text default null,
    aggregate_id  uuid default null,
    page_size     core.page_size default 20,
    page_cursor   admin.event_cursor default null
)
    returns admin.event_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    size constant integer := coalesce(page_size, 20);
    before_transaction constant xid8 := coalesce(split_part(page_cursor, '.', 1)::xid8,
        pg_snapshot_xmin(pg_current_snapshot()));
    before_id constant uuid := coalesce(split_part(page_cursor, '.', 2)::uuid,
        '00000000-0000-0000-0000-000000000000');
    answer admin.event_page;
    last_transaction xid8[];
begin
    select array_agg(row(f.id, f.recorded_at, f.at, f.aggregate, f.aggregate_id, f.event, f.from_state,
               f.to_state, f.actor_id, f.session_user_name, f.request_id, f.reason)::admin.event_view
               order by f.transaction_id desc, f.id desc),
           array_agg(f.transaction_id order by f.transaction_id desc, f.id desc)
      into answer.items, last_transaction
      from (select v.transaction_id, v.id, v.recorded_at, v.at, v.aggregate, v.aggregate_id, v.event,
                   v.from_state, v.to_state, v.actor_id, v.session_user_name::text as session_user_name,
                   v.request_id, v.reason
              from core.event as v
             where (aggregate is null or v.aggregate = aggregate)
               and (aggregate_id is null or v.aggregate_id = aggregate_id)
               and (v.transaction_id, v.id) < (before_transaction, before_id)
             order by v.transaction_id desc, v.id desc limit size + 1) as f;
    answer.next_cursor := case when cardinality(answer.items) > size
        then last_transaction[size]::text || '.' || (answer.items)[size].id::text end;
    answer.items := coalesce((answer.items)[1:size], '{}');
    return answer;
end $$;

comment on function admin.get_events is $$Events of all machines, newest first: of one kind, of one thing, or all.
@param aggregate task, escrow, proof, dispute, settlement, intent, event, account, …
@param aggregate_id of one thing alone
@param page_size 1 to 100
@param page_cursor next_cursor of the page before
@returns a page
@errors HXA01
@source OBS-30$$;

grant execute on function admin.get_events to hx_support;

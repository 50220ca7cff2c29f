-- Findings by their state and severity, the newest first.
create or replace function admin.get_findings(
    state        admin.finding_state default 'OPEN',
    severity     admin.finding_severity default null,
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns admin.finding_page
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    before_id uuid := core._page_id(page_cursor);
    wanted integer := coalesce(page_size, 20);
    answer admin.finding_page;
begin
    select coalesce(array_agg(admin._finding(f) order by f.id desc) filter (where p.place <= wanted), '{}'),
           case when count(*) > wanted
                then (array_agg(f.id order by f.id desc) filter (where p.place = wanted))[1] end
      into answer.items, answer.next_cursor
      from (select k.id, row_number() over (order by k.id desc) as place
              from audit.finding as k
             where k.state = coalesce(state, 'OPEN') and (severity is null or k.severity = severity)
               and (before_id is null or k.id < before_id)
             order by k.id desc
             limit wanted + 1) as p
      join audit.finding as f on f.id = p.id;
    return answer;
end $$;

comment on function admin.get_findings is $$Findings: differences that the reconciliation or an event of Stripe showed, the newest first.
@param state OPEN unless told
@param severity P0 to P3, all unless told
@param page_size 1 to 100, 20 unless told
@param page_cursor next_cursor of the page before
@returns both sides of each, what it is about, and what admin.fix_finding would do
@errors HXA01
@source STL-06 S-L9 REC-001$$;

grant execute on function admin.get_findings to hx_support;

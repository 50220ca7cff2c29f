-- Where somebody was a day ago is forgotten.
create or replace function geo.forget_positions()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
declare
    forgotten integer;
begin
    delete from geo.position as p where p.seen_at < core.now() - interval '1 day';
    get diagnostics forgotten = row_count;
    return forgotten;
end $$;

comment on function geo.forget_positions is $$Delete the positions that are older than a day. Once an hour.
@returns how many
@errors none
@source domain.md 2.13$$;

grant execute on function geo.forget_positions to hx_job;

-- An open finding, locked.
create or replace function admin._open_finding(finding_id uuid)
    returns audit.finding
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    broken audit.finding;
begin
    select f.* into broken from audit.finding as f where f.id = finding_id for no key update;
    if not found then
        perform core.fail('HXA02', 'finding_id');
    elsif broken.closed_at is not null then
        perform core.fail('HXA03', 'finding_id', format('That finding is %s.', broken.state));
    end if;
    return broken;
end $$;

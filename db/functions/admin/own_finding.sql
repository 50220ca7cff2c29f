-- Take a finding into one's own hands.
create or replace function admin.own_finding(finding_id uuid, reason core.reason)
    returns admin.finding_item
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    broken audit.finding := admin._open_finding(finding_id);
begin
    if broken.owner_id is distinct from actor.id then
        perform admin._act('admin.own_finding', 'finding', broken.id, '{}', reason,
            jsonb_build_object('kind', broken.kind));
        update audit.finding as f set owner_id = actor.id where f.id = broken.id
        returning f.* into broken;
    end if;
    return admin._finding(broken);
end $$;

comment on function admin.own_finding is $$Take an open finding into one's own hands. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@returns the finding
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source STL-06 S-L9$$;

grant execute on function admin.own_finding to hx_admin;

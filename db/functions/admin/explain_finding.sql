-- Close a finding by its explanation: it differs, and a person says why that is right.
create or replace function admin.explain_finding(finding_id uuid, reason core.reason)
    returns admin.finding_item
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    broken audit.finding := admin._open_finding(finding_id);
begin
    perform admin._act('admin.explain_finding', 'finding', broken.id, '{}', reason,
        jsonb_build_object('kind', broken.kind, 'amount_cents', broken.amount_cents));
    update audit.finding as f
       set state = 'EXPLAINED', closed_at = core.now(), closed_by = actor.id, note = reason
     where f.id = broken.id
    returning f.* into broken;
    return admin._finding(broken);
end $$;

comment on function admin.explain_finding is $$Close an open finding by its explanation. It is not found again while both sides differ by the same.
@param reason 1 to 1000 characters: the explanation, on the record of the act
@returns the finding, EXPLAINED
@errors HX501 HX503 HX504 HX505 HX602 HXA01 HXA02 HXA03
@source STL-06 S-L9$$;

grant execute on function admin.explain_finding to hx_admin;

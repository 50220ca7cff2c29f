-- Do about a finding what is safe to do. It stays open until the reconciliation, which is started, sees both
-- sides agree.
create or replace function admin.fix_finding(finding_id uuid, reason core.reason)
    returns admin.finding_item
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    broken audit.finding;
begin
    perform account._acting();
    broken := admin._open_finding(finding_id);
    if not exists (select from audit.finding_kind as k where k.kind = broken.kind and k.remedy is not null) then
        perform core.fail('HXA03', 'finding_id', 'Nothing is safe to do about that; decide, and explain it.');
    end if;
    perform admin._act('admin.fix_finding', 'finding', broken.id, '{}', reason,
        jsonb_build_object('kind', broken.kind, 'amount_cents', broken.amount_cents));
    perform audit._fix(broken);
    perform core.defer('stripe:reconcile', 'stripe_poll', jsonb_build_object('timestamp', 0), 'reconcile');
    return admin._finding(broken);
end $$;

comment on function admin.fix_finding is $$Do about an open finding what its remedy says. It is closed as FIXED once both sides agree.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns the finding, still OPEN
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03 HXA18
@source STL-06 S-L9$$;

grant execute on function admin.fix_finding to hx_admin;

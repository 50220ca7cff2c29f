-- An admin lets somebody begin his onboarding anew, once, when the days after the last round have passed.
create or replace function admin.permit_onboarding(account_id uuid, reason core.reason)
    returns admin.onboarding_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    actor account.user := account._acting();
    journey onboarding.journey := onboarding._last(account_id);
    answer admin.onboarding_view;
begin
    if journey.id is null then
        perform core.fail('HXA02', 'account_id', 'Nobody with an onboarding is there.');
    elsif journey.state <> 'COMPLETED' then
        perform core.fail('HXA03', 'account_id', 'That onboarding is under way.');
    end if;
    if not exists (select from onboarding.permit as p where p.journey_id = journey.id) then
        perform admin._act('admin.permit_onboarding', 'onboarding', journey.id, array[journey.account_id],
            reason);
        insert into onboarding.permit (journey_id, granted_by) values (journey.id, actor.id)
        on conflict (journey_id) do nothing;
    end if;
    select j.account_id, j.round, j.state, j.final_role, j.tier, j.completed_at, p.granted_at
      into strict answer
      from onboarding.journey as j join onboarding.permit as p on p.journey_id = j.id
     where j.id = journey.id;
    return answer;
end $$;

comment on function admin.permit_onboarding is $$Let somebody whose calibration was certain, and who accepted it, begin anew; still not within the first days
after it. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency required
@returns the last round and its permission
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source ELI-13 ADM-02$$;

grant execute on function admin.permit_onboarding to hx_admin;

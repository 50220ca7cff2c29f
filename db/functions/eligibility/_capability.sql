-- What an account may do now: at most one row. A set without definer, so that it is inlined.
create or replace function eligibility._capability(of_account uuid)
    returns table (
        account_id          uuid,
        location_state      text,
        tier                integer,
        clearances          text[],
        trades              text[],
        is_insured          boolean,
        background_checked  boolean
    )
    language sql stable
as $$
    select u.id, u.location_state, s.tier,
           array(select c.level from trust.clearance as c where c.tier = s.tier), '{}'::text[],
           false, false
      from account.user as u
      join trust.standing as s on s.account_id = u.id
     where u.id = _capability.of_account and u.state = 'ACTIVE'
$$;

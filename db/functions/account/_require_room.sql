-- While the beta goes on there are only so many accounts; those who join come one at a time, so that
-- the last place goes to one.
create or replace function account._require_room()
    returns void
    language plpgsql security definer set search_path = ''
as $$
declare
    ceiling integer := (select s.value::integer from core.setting as s where s.name = 'beta_accounts');
begin
    perform pg_advisory_xact_lock(hashtext('hx_beta_accounts'));
    if (select count(*) from account.user as u where u.state <> 'ERASED') > ceiling then
        perform core.fail('HX503', null, 'The beta is full for now.');
    end if;
end $$;

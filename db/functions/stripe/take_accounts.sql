-- Hand connected accounts to a worker under a lease: to be made, to get a link, or to be asked for.
create or replace function stripe.take_accounts(worker text, batch integer default 20)
    returns setof stripe.account_job
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    allowed integer;
begin
    perform core._enter(null, null, 'accounts-' || core.new_id(), false);
    if not exists (select from stripe.connected_account as c
                    where c.due_at <= core.now()
                      and (c.lease_ends_at is null or c.lease_ends_at <= clock_timestamp()))
    then
        return;
    end if;
    allowed := core._circuit_allows('stripe', batch);
    return query
        with due as materialized (
            select c.account_id from stripe.connected_account as c
             where c.due_at <= core.now()
               and (c.lease_ends_at is null or c.lease_ends_at <= clock_timestamp())
             order by c.due_at
             limit allowed for no key update skip locked
        )
        update stripe.connected_account as c
           set fence = c.fence + 1, attempts = c.attempts + 1, lease_owner = worker,
               lease_ends_at = clock_timestamp() + interval '1 minute',
               -- Whoever asks for it from now on makes it due again.
               due_at = core.now() + interval '1 minute', updated_at = core.now()
          from due
         where c.account_id = due.account_id
        returning c.account_id, c.fence,
            case when c.provider_account_id is null then 'create'
                 when c.link_requested_at is not null then 'link' else 'refresh' end,
            'account-' || c.account_id, c.provider_account_id,
            (select u.email::text from account.user as u where u.id = c.account_id),
            coalesce((select s.value from core.setting as s where s.name = 'onboarding_return_url'),
                'https://app.hustlexp.example/payouts/done'),
            coalesce((select s.value from core.setting as s where s.name = 'onboarding_refresh_url'),
                'https://app.hustlexp.example/payouts/again');
end $$;

comment on function stripe.take_accounts is $$Hand accounts of workers at Stripe to a worker under a lease: to be made, linked or asked for.
@param worker the worker's name
@param batch how many at most
@returns what to do, with the fence that its report must bear
@errors none
@source STR-02$$;

grant execute on function stripe.take_accounts to hx_job;

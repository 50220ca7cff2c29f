-- An admin bans somebody for good: work that nobody has taken is called off and refunded, work under way
-- is held for review. Locks the account, then his tasks one by one by id.
create or replace function admin.ban(account_id uuid, reason core.reason)
    returns admin.account_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    person account.user := admin._over(account_id);
    actor_id constant uuid := core._viewer();
    work record;
    held escrow.escrow;
    hold_id uuid;
    held_tasks integer := 0;
    cancelled_tasks integer := 0;
begin
    if person.state = 'BANNED' then
        return admin._account_view(person.id);
    elsif person.state not in ('ACTIVE', 'PAUSED', 'SUSPENDED') then
        perform core.fail('HXA03', 'account_id', format('That account is %s.', person.state));
    end if;
    perform admin._act('admin.ban', 'account', person.id, array[person.id], reason);
    update account.user as u
       set state = 'BANNED', suspension_ends_at = null
     where u.id = person.id;
    for work in
        select t.id, e.id as escrow_id
          from task.task as t
          join escrow.escrow as e on e.task_id = t.id
         where person.id in (t.poster_id, t.worker_id) and e.closed_at is null
         order by t.id
    loop
        held := escrow._lock_whole(work.escrow_id);
        if held.closed_at is not null then
            continue;
        elsif held.held_at is null and exists (
            select from task.task as t where t.id = work.id and t.state = 'OPEN')
        then
            perform core._because(reason);
            perform task._call_off(work.id, 'cancelled');
            cancelled_tasks := cancelled_tasks + 1;
        elsif held.funded_at is not null and actor_id <> all (escrow._parties(work.id))
              and not exists (select from escrow.hold as h
                               where h.escrow_id = held.id and h.kind = 'SAFETY' and h.closed_at is null)
        then
            hold_id := core.new_id();
            perform admin._act('escrow.hold', 'hold', hold_id, escrow._parties(work.id), reason,
                jsonb_build_object('escrow_id', held.id, 'kind', 'SAFETY'));
            perform escrow._hold(held.id, 'SAFETY', reason, actor_id, hold_id => hold_id);
            held_tasks := held_tasks + 1;
        end if;
    end loop;
    return admin._account_view(person.id, held_tasks, cancelled_tasks);
end $$;

comment on function admin.ban is $$Ban somebody: he can do nothing any more, and nothing is paid out to him. His posts that nobody has
taken are called off and refunded, work under way is held for review. A repeat answers what is there.
@param reason 1 to 1000 characters, on the record of the act
@idempotency money
@returns where the account stands, and how many tasks were held and cancelled
@errors HX501 HX503 HX504 HX602 HXA01 HXA02 HXA03
@source TRU-13 ADM-14 S4$$;

grant execute on function admin.ban to hx_admin;

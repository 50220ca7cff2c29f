-- Whether a viewer may see a dispute: its parties, and staff.
create or replace function dispute._may_see(contest dispute.dispute, viewer uuid)
    returns boolean
    language sql stable security definer set search_path = ''
as $$
    select _may_see.viewer in (_may_see.contest.poster_id, _may_see.contest.worker_id)
        or exists (select from account.staff as s where s.account_id = _may_see.viewer)
$$;

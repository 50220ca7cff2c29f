-- What the calling worker earned and may expect (domain.md §3.5), newest first.
create or replace function escrow.money_timeline(
    page_size    core.page_size default 20,
    page_cursor  core.page_cursor default null
)
    returns setof escrow.timeline_entry
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    before_id uuid := core._page_id(page_cursor);
begin
    return query
    select e.id, t.id, t.title::text, coalesce(e.worker_cents,
               escrow._worker_share(e.amount_cents, e.fee_bps)), e.currency::text,
           case when e.state = 'RELEASED' and e.closed_at > core.now() - interval '24 hours' then 'TODAY'
                when e.state in ('RELEASED', 'REFUND_PARTIAL') then 'AVAILABLE'
                when e.state = 'LOCKED_DISPUTE' then 'BLOCKED'
                when e.state = 'FUNDED' and t.state in ('ACCEPTED', 'PROOF_SUBMITTED')
                    then 'COMING_SOON'
                else 'PENDING' end,
           case when t.state = 'ACCEPTED' then 'in progress'
                when t.state = 'PROOF_SUBMITTED' then 'awaiting review'
                when t.state = 'DISPUTED' then 'under dispute review'
                else lower(t.state) end,
           p.review_due_at, e.closed_at
      from task.task as t
      join escrow.escrow as e on e.task_id = t.id
      left join proof.proof as p on p.task_id = t.id and p.state = 'SUBMITTED'
     where t.worker_id = viewer and e.state <> 'REFUNDED'
       and (before_id is null or t.id < before_id)
     order by t.id desc
     limit coalesce(page_size, 20);
end $$;

comment on function escrow.money_timeline is $$What the calling worker earned (TODAY, AVAILABLE), may expect (COMING_SOON) or
has blocked (BLOCKED), newest first.
@param page_size 1 to 100
@param page_cursor task_id of the last entry seen
@returns the worker's share in cents
@errors HX501 HX504 HXA01
@source domain.md 3.5$$;

grant execute on function escrow.money_timeline to hx_member;

-- A dispute by its id, for its parties and staff.
create or replace function dispute.get_by_id(dispute_id uuid)
    returns dispute.view
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    viewer uuid := core._viewer();
    contest dispute.dispute;
begin
    select d.* into contest from dispute.dispute as d where d.id = dispute_id;
    if not found or not dispute._may_see(contest, viewer) then
        perform core.fail('HXA02', 'dispute_id');
    end if;
    return dispute._view(contest.id);
end $$;

comment on function dispute.get_by_id is $$One dispute, for its poster, its worker and staff.
@returns the dispute with its evidence
@errors HX501 HX504 HXA02
@source DIS-06$$;

grant execute on function dispute.get_by_id to hx_member;

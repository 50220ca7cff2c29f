-- Change what a draft says; what is not given stays. Locks the draft.
create or replace function task.update_draft(
    draft_id            uuid,
    title               core.title default null,
    description         core.long_text default null,
    category            task.category_code default null,
    price_cents         core.price_cents default null,
    deadline_at         timestamptz default null,
    address             task.address default null,
    latitude            core.latitude default null,
    longitude           core.longitude default null,
    contact             core.contact default null,
    requirements        core.requirements default null,
    requires_proof      boolean default null,
    proof_instructions  core.instructions default null
)
    returns task.draft_view
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    draft task.draft := task._lock_draft(draft_id, poster.id);
begin
    if draft.state = 'POSTED' then
        perform core.fail('HX701', 'draft_id');
    end if;
    perform task._edit_draft(draft, title, description, category, price_cents, deadline_at, address,
        latitude, longitude, contact, requirements, requires_proof, proof_instructions);
    return task._draft_view(draft.id);
end $$;

comment on function task.update_draft is $$Change what a draft says; null stays. A draft that was ready and is not any more is asked again.
@param description more than 20 characters before anything is asked
@param category a code of task.category
@param price_cents US cents, 500 to 1000000
@param deadline_at 1 hour to 30 days ahead; the end of the time window unless told
@param address street with number, city, state and ZIP code
@param latitude degrees; the place must lie in a zone of a city that is served
@returns the draft, what is missing and what is asked next
@errors HX501 HX503 HX504 HX602 HX701 HXA01 HXA02 HXA03
@source LIF-01$$;

grant execute on function task.update_draft to hx_member;

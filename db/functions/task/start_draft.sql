-- Begin to describe work; one draft at a time.
create or replace function task.start_draft(
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
    draft task.draft;
begin
    insert into task.draft as d (poster_id) values (poster.id)
    on conflict do nothing
    returning d.* into draft;
    if draft.id is null then
        perform core.fail('HXA03', null, 'There is a draft already.', 'Go on with it, or abandon it.');
    end if;
    perform task._edit_draft(draft, title, description, category, price_cents, deadline_at, address,
        latitude, longitude, contact, requirements, requires_proof, proof_instructions);
    return task._draft_view(draft.id);
end $$;

comment on function task.start_draft is $$Begin a draft of work; everything may be told later. It lies 24 hours from its last edit, an hour once it is
ready, and is abandoned then.
@param description more than 20 characters before anything is asked
@param category a code of task.category
@param price_cents US cents, 500 to 1000000
@param deadline_at 1 hour to 30 days ahead; the end of the time window unless told
@param address street with number, city, state and ZIP code
@param latitude degrees; the place must lie in a zone of a city that is served
@idempotency required
@returns the draft, what is missing and what is asked next
@errors HX501 HX503 HX504 HX602 HXA01 HXA03
@source LIF-01$$;

grant execute on function task.start_draft to hx_member;

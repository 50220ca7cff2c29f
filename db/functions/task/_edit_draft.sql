-- Write into a draft that is locked what is given; null stays. Then it moves as far as it can.
create or replace function task._edit_draft(
    draft               task.draft,
    title               text,
    description         text,
    category            text,
    price_cents         bigint,
    deadline_at         timestamptz,
    address             text,
    latitude            double precision,
    longitude           double precision,
    contact             text,
    requirements        text,
    requires_proof      boolean,
    proof_instructions  text
)
    returns void
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
begin
    if draft.state not in ('DRAFT', 'CLARIFYING', 'READY') then
        perform core.fail('HXA03', 'draft_id', format('That draft is %s.', draft.state));
    elsif draft.state <> 'DRAFT' and length(btrim(description)) <= 20 then
        perform core.fail('HXA01', 'description', 'Say in more than 20 characters what is to be done.');
    elsif (latitude is null) <> (longitude is null) then
        perform core.fail('HXA01', case when latitude is null then 'latitude' else 'longitude' end,
            'A position is both.');
    end if;
    if category is not null and not exists (select from task.category as c where c.code = category) then
        perform core.fail('HXA01', 'category', 'There is no such category.');
    end if;
    update task.draft as d
       set title = coalesce(btrim(title), d.title),
           description = coalesce(btrim(description), d.description),
           category = coalesce(category, d.category),
           price_cents = coalesce(price_cents, d.price_cents),
           deadline_at = coalesce(deadline_at, d.deadline_at),
           address = coalesce(case when address is not null then task._check_address(address) end, d.address),
           latitude = coalesce(latitude, d.latitude),
           longitude = coalesce(longitude, d.longitude),
           contact = coalesce(btrim(contact), d.contact),
           requirements = coalesce(btrim(requirements), d.requirements),
           requires_proof = coalesce(requires_proof, d.requires_proof),
           proof_instructions = coalesce(btrim(proof_instructions), d.proof_instructions)
     where d.id = draft.id;
    perform task._settle_draft(draft.id);
end $$;

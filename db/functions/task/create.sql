-- Post work. Its escrow is born with it (escrow.on_task_created) and waits for the payment. What it asks
-- of a worker follows from its words as they are now, whatever a draft said before.
create or replace function task.create(
    title               core.title,
    description         core.long_text,
    category            task.category_code,
    price_cents         core.price_cents,
    deadline_at         timestamptz,
    address             task.address,
    latitude            core.latitude,
    longitude           core.longitude,
    requirements        core.requirements default null,
    contact             core.contact default null,
    mode                task.mode default 'STANDARD',
    requires_proof      boolean default true,
    proof_instructions  core.instructions default null,
    risk_answers        task.risk_answer[] default null
)
    returns task.summary
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    poster account.user := account._acting();
    kind task.category;
    class task.classification;
    zone city.zone;
    place city.city;
    rule city.rule;
    work_id uuid := core.new_id();
begin
    if onboarding._role(poster.id) = 'hustler' then
        perform core.fail('HX503', null, 'Who said that he only works posts nothing.');
    end if;
    select c.* into kind from task.category as c where c.code = category;
    if not found then
        perform core.fail('HXA01', 'category', 'There is no such category.');
    end if;
    if mode is distinct from 'STANDARD' then
        perform core.fail('HXA01', 'mode', 'Only STANDARD tasks can be posted for now.', 'STANDARD');
    end if;
    if title is null or description is null or price_cents is null then
        perform core.fail('HXA01', case when title is null then 'title'
            when description is null then 'description' else 'price_cents' end, 'It is required.');
    end if;
    if address is null then
        perform core.fail('HXA01', 'address', 'An address of 1 to 500 characters is required.');
    end if;
    select z.* into zone from city._zones_at(latitude, longitude) as z
     order by z.city_id, z.code
     limit 1;
    if not found then
        perform core.fail('HXA01', 'latitude', 'That place is in no city that is served.',
            (select format('Choose a place inside %s.', string_agg(c.name, ', ' order by c.name))
               from city.city as c));
    end if;
    select c.* into strict place from city.city as c where c.id = zone.city_id;
    if core._flag_is_on('beta_seattle_only', poster.id::text, place.code) and not exists (
        select from city.city as c join core.setting as s on s.name = 'beta_city' and s.value = c.code
         where city._covers(c.boundary, latitude, longitude))
    then
        perform core.fail('HXA01', 'latitude', 'Work can''t be posted in that city yet.');
    end if;
    select r.* into strict rule from city.rule as r where r.city_id = place.id;
    if ledger._debt(poster.id, place.currency) < 0 then
        perform core.fail('HX204', null, format('%s cents are owed from an earlier payment.',
            -ledger._debt(poster.id, place.currency)), 'Pay them before you post again.');
    end if;
    if price_cents > rule.new_poster_cap_cents
       and task._is_new_poster(poster.id, rule.new_poster_completed)
    then
        perform core.fail('HXA01', 'price_cents',
            format('New posters may post work of at most %s cents.', rule.new_poster_cap_cents));
    end if;
    class := task._classify(kind.code, risk_answers,
        concat_ws(E'\n', title, description, requirements, proof_instructions));

    insert into task.task (id, city_id, poster_id, title, description, requirements, category,
        price_cents, currency, mode, cell, location_state, risk_level, required_tier,
        required_trade, insurance_required, background_required, requires_proof,
        proof_instructions, review_period, live_multiplier, deadline_at,
        zone, risk_rules)
    values (work_id, place.id, poster.id, btrim(title), btrim(description), btrim(requirements), kind.code,
        price_cents, place.currency, mode,
        to_char(round(latitude::numeric, 2), 'FM990.00') || ','
            || to_char(round(longitude::numeric, 2), 'FM9990.00'),
        place.state_code, class.risk_level, class.required_tier, class.required_trade,
        class.insurance_required, class.background_required, requires_proof, proof_instructions, rule.review_period,
        case when mode = 'LIVE' then rule.live_multiplier else 1 end, deadline_at,
        zone.code, class.rules);
    insert into task.place (task_id, address, latitude, longitude, contact)
    values (work_id, btrim(address), latitude, longitude, btrim(contact));
    return task._summary(work_id);
end $$;

comment on function task.create is $$Post work; its escrow is born PENDING and waits for the payment.
@param category a code of task.category
@param price_cents US cents, 500 to 1000000; 50000 for posters with fewer than 3 completed tasks
@param deadline_at 1 hour to 30 days ahead
@param risk_answers answers to risk questions of task.get_questions; they may raise what the work asks for
@param latitude degrees; the place must lie in a zone of a city that is served
@returns the task, OPEN
@errors HX204 HX501 HX503 HX504 HX602 HXA01
@source LIF-01 LIF-04 LIF-23 CIT-02 CIT-04 ADM-06 A26 A28$$;

grant execute on function task.create to hx_member;

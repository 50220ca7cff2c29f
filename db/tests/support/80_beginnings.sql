-- People on their way in, and work on its way to being posted, by the public procedures.

-- Somebody who registered and did nothing else; the caller is that person afterwards.
create function support.newcomer(name text)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
begin
    perform support.be(name);
    perform account.register('Nora New', date '1990-01-01', '2026-01');
    return support.be(name);
end $$;

-- A round of onboarding in a phase, of somebody new; the caller is that person afterwards.
create function support.journey_in(state text, name text default 'newcomer', role text default 'hustler')
    returns uuid
    language plpgsql
as $$
declare
    person uuid := support.newcomer(name);
begin
    perform onboarding.submit_calibration('income', 'payment_fairness', 'limited', 'fair', 'autonomous');
    if state <> 'ROLE_SELECTION' then
        perform onboarding.confirm_role(role);
    end if;
    if role <> 'poster' and state in ('CAPABILITY_CLAIMS', 'TUTORIAL', 'COMPLETED') then
        perform onboarding.complete_step('location', 'WA', 'Seattle', '98101');
    end if;
    if role <> 'poster' and state in ('TUTORIAL', 'COMPLETED') then
        perform onboarding.submit_capabilities(array['moving']);
    end if;
    if state = 'COMPLETED' then
        perform onboarding.complete(true);
    end if;
    return (select j.id from onboarding.journey as j where j.account_id = person order by j.round desc limit 1);
end $$;

-- A window ahead, as a time_window is answered: from so many hours on, two hours long.
create function support.window_ahead(hours integer default 24)
    returns text
    language sql stable
as $$
    select to_char((core.now() + make_interval(hours => hours)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        || '/' || to_char((core.now() + make_interval(hours => hours + 2)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- Some answer of each kind that says enough.
create function support.answer_to(kind text, options text[])
    returns text
    language sql stable
as $$
    select case answer_to.kind when 'yes_no' then 'yes' when 'choice' then answer_to.options[1] when 'number' then '120'
        when 'address' then '400 Broad St, Seattle, WA 98109' when 'time_window' then support.window_ahead()
        else 'Two chairs and a round table' end
$$;

-- Answer whatever the caller's draft still asks, one question after another.
create function support.answer_all(draft_id uuid, only_blocking boolean default true)
    returns integer
    language plpgsql
as $$
declare
    asked task.question_view;
    answered integer := 0;
begin
    loop
        select q.* into asked from unnest((task.get_draft(answer_all.draft_id)).questions) as q
         where q.answer is null and (q.is_blocking or not only_blocking)
         limit 1;
        exit when not found;
        perform task.answer_question(answer_all.draft_id, asked.code,
            support.answer_to(asked.kind, asked.options));
        answered := answered + 1;
    end loop;
    return answered;
end $$;

-- A draft in a state; the caller is its poster afterwards.
create function support.draft_in(state text, poster text default 'poster', category text default 'moving')
    returns uuid
    language plpgsql
as $$
declare
    draft uuid;
begin
    perform support.person(draft_in.poster);
    draft := (task.start_draft(title => 'Move a couch', price_cents => 10000,
        description => case when state <> 'DRAFT' then 'Carry a couch down the stairs' end,
        category => case when state <> 'DRAFT' then category end,
        address => '1201 2nd Ave, Seattle, WA 98101', latitude => 47.6075, longitude => -122.3381)).id;
    if state in ('READY', 'POSTED') then
        perform support.answer_all(draft);
    end if;
    if state = 'POSTED' then
        perform task.post_draft(draft);
    elsif state = 'ABANDONED' then
        perform task.abandon_draft(draft);
    end if;
    return draft;
end $$;

-- Credentials and tiers, by the procedures.

-- The account of that name, whose identity an admin has confirmed.
create function support.identified(name text)
    returns uuid
    language plpgsql
as $$
declare
    person uuid := support.person(identified.name);
begin
    perform support.act_as_admin(format('select account.confirm_identity(%L, ''passport'')', person));
    return person;
end $$;

-- Hand in a credential of a person; its id.
create function support.submit(
    name text, kind text default 'licence', trade text default 'plumber',
    location_state text default 'WA')
    returns uuid
    language plpgsql
as $$
begin
    perform support.identified(submit.name);
    return support.act(submit.name, case submit.kind
        when 'licence' then format('select id from verification.submit_licence(%L, %L, ''PL-12345'')',
            submit.trade, submit.location_state)
        when 'insurance' then format('select id from verification.submit_insurance(%L, 100000000,
            array[''policies/one.pdf'']::verification.document_key[])', submit.trade)
        else 'select id from verification.initiate_background_check(true)' end)::uuid;
end $$;

-- An admin's verdict about a credential that waits.
create function support.review(
    credential_id uuid, verdict text default 'VERIFIED', lasts interval default interval '1 year')
    returns text
    language sql volatile
as $$
    select support.act_as_admin(format('select id from verification.review(%L, %L, ''looked at'', %L)',
        review.credential_id, review.verdict,
        case review.verdict when 'VERIFIED' then core.now() + review.lasts end))
$$;

-- A credential of a person, handed in and judged; its id.
create function support.credential(
    name text, kind text default 'licence', trade text default 'plumber',
    location_state text default 'WA', verdict text default 'VERIFIED',
    lasts interval default interval '1 year')
    returns uuid
    language plpgsql
as $$
declare
    handed uuid := support.submit(credential.name, credential.kind, credential.trade,
        credential.location_state);
begin
    perform support.review(handed, credential.verdict, credential.lasts);
    return handed;
end $$;

-- A person's tier, step by step on the record.
create function support.tier(name text, tier integer)
    returns uuid
    language plpgsql
as $$
declare
    person uuid := support.person(tier.name);
    at_present integer;
begin
    loop
        select s.tier into at_present from trust.standing as s where s.account_id = person;
        exit when at_present = tier.tier;
        perform trust._move(person, at_present + sign(tier.tier - at_present)::integer,
            'ADMIN_OVERRIDE');
    end loop;
    return person;
end $$;

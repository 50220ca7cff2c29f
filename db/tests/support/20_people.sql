-- People by a short name: name@example.test.

-- Act as a person from here on in this transaction; an unknown one is a verified subject without account.
create function support.be(name text)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
declare
    address text := be.name || '@example.test';
    person uuid := (select u.id from account.user as u where u.email = address);
begin
    perform core._enter(person, jsonb_build_object('subject', 'test:' || be.name, 'email', address),
        'test', false);
    return person;
end $$;

-- Nobody is signed in.
create function support.be_nobody()
    returns void
    language sql
as $$
    select set_config('hx.context', '', true), set_config('hx.seal', '', true),
           set_config('hx.clock_offset', '', true)
$$;

-- Onboarding, as one who both posts and works at what needs no licence; once.
create function support.onboard(email text)
    returns void
    language sql security definer set search_path = ''
as $$
    select verification._declare(u.id, 'both', u.location_state,
               array['moving', 'cleaning', 'assembly', 'errands'])
      from account.user as u
     where u.email = onboard.email
       and not exists (select from verification.claim as c where c.account_id = u.id)
$$;

-- The account of that name, registered and onboarded if it is not there; the caller is that person
-- afterwards.
create function support.person(name text)
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
begin
    perform support.be(name);
    perform account.register('Test Person', date '1990-01-01', '2026-01');
    perform support.onboard(person.name || '@example.test');
    return support.be(name);
end $$;

-- Run a statement as a person in the role hx_member, and as nobody else; its first column as text.
create function support.act(name text, statement text)
    returns text
    language plpgsql
as $$
declare
    answer text;
begin
    perform support.be(name);
    perform set_config('role', 'hx_member', true);
    execute statement into answer;
    perform set_config('role', 'none', true);
    return answer;
end $$;

-- Run a statement as an admin of that name in the role hx_admin; its first column as text.
create function support.act_as_admin(statement text, name text default 'admin')
    returns text
    language plpgsql
as $$
declare
    answer text;
begin
    perform support.admin(act_as_admin.name);
    perform set_config('role', 'hx_admin', true);
    execute statement into answer;
    perform set_config('role', 'none', true);
    return answer;
end $$;

-- The admin of that name, made if he is not there; the caller is that person afterwards.
create function support.admin(name text default 'admin')
    returns uuid
    language plpgsql security definer set search_path = ''
as $$
declare
    person uuid := support.person(admin.name);
begin
    insert into account.staff (account_id, role) values (person, 'hx_admin')
    on conflict (account_id) do nothing;
    return person;
end $$;

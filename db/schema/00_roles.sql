-- The roles of the cluster and the schemas of the house. Roles belong to the cluster, so the
-- loader runs this file as superuser under an advisory lock; everything after it as hx_owner.
do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('hx_owner', 'nologin'),
            ('hx_anon', 'nologin'), ('hx_member', 'nologin'),
            ('hx_support', 'nologin'), ('hx_moderator', 'nologin'),
            ('hx_admin', 'nologin'), ('hx_founder', 'nologin'),
            ('hx_web', 'login noinherit'), ('hx_job', 'login'),
            ('hx_analyst', 'login'), ('hx_dba', 'login')
        ) as r (name, attributes)
    loop
        if not exists (select from pg_roles as p where p.rolname = wanted.name) then
            execute format('create role %I %s', wanted.name, wanted.attributes);
        end if;
    end loop;
end $$;

-- Said where it is missing only: whoever is no superuser may apply all of this once it is there.
do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('hx_support', 'hx_moderator'), ('hx_moderator', 'hx_admin'), ('hx_admin', 'hx_founder'),
            ('hx_anon', 'hx_web'), ('hx_member', 'hx_web'), ('hx_support', 'hx_web'),
            ('hx_moderator', 'hx_web'), ('hx_admin', 'hx_web'), ('hx_founder', 'hx_web'),
            ('hx_admin', 'hx_dba'), ('hx_member', 'hx_dba')
        ) as m (granted, member)
    loop
        if not exists (select from pg_auth_members as m
                        where m.roleid = wanted.granted::regrole and m.member = wanted.member::regrole)
        then
            execute format('grant %I to %I', wanted.granted, wanted.member);
        end if;
    end loop;
end $$;

do $$
declare
    role_name text;
begin
    foreach role_name in array array['hx_anon', 'hx_member', 'hx_support', 'hx_moderator',
        'hx_admin', 'hx_founder', 'hx_web', 'hx_job', 'hx_analyst', 'hx_dba', 'hx_owner']
    loop
        if not exists (
            select from pg_db_role_setting as s join pg_roles as r on r.oid = s.setrole
             where r.rolname = role_name and s.setdatabase = 0
               and 'plan_cache_mode=force_generic_plan' = any (s.setconfig)
        ) then
            execute format('alter role %I set plan_cache_mode = force_generic_plan', role_name);
        end if;
    end loop;
end $$;

-- An empty search_path still looks into pg_temp first for types and tables: whoever could make a
-- temporary type would have his code run by every definer. CREATE DATABASE … TEMPLATE copies no
-- such grant, so whoever clones a database says this again.
do $$
begin
    execute format('revoke temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to hx_owner', current_database());
end $$;

create schema if not exists ext;
create extension if not exists postgis schema ext;
create extension if not exists btree_gist schema ext;
create extension if not exists pg_trgm schema ext;
grant usage on schema ext to public;

alter default privileges for role hx_owner revoke execute on functions from public;
alter default privileges for role hx_owner revoke usage on types from public;
alter default privileges for role hx_owner grant usage on types to
    hx_anon, hx_member, hx_support, hx_web, hx_job, hx_analyst, hx_dba;

do $$
declare
    domain text;
begin
    foreach domain in array array['core', 'route', 'city', 'account', 'ledger', 'trust',
        'verification', 'task', 'eligibility', 'onboarding', 'proof', 'escrow', 'dispute', 'stripe',
        'settlement', 'xp', 'badge', 'trust_review', 'geo', 'cache', 'admin', 'metrics', 'audit']
    loop
        execute format('create schema if not exists %I authorization hx_owner', domain);
        execute format('grant usage on schema %I to hx_anon, hx_member, hx_support, hx_web,'
            || ' hx_job, hx_analyst, hx_dba', domain);
    end loop;
end $$;

comment on schema core is 'Floor 0: ids, clock, errors, transitions, events, settings, context';
comment on schema route is 'Printed by core.make_routes: one function a public procedure, jsonb in, JSON out';
comment on schema city is 'Floor 1: cities and their marketplace rules';
comment on schema account is 'Floor 1: people, their roles and status (tRPC name: user)';
comment on schema ledger is 'Floor 2: accounts, journals and entries in double entry';
comment on schema trust is 'Floor 2: tiers, clearance and standing';
comment on schema verification is 'Floor 2: what people claim, what was verified, and what follows from it';
comment on schema task is 'Floor 3: the work, its place and its assignments';
comment on schema eligibility is 'Floor 3: the one predicate of who may take what';
comment on schema onboarding is 'Floor 3: how people begin: what they want, what they say they can do';
comment on schema proof is 'Floor 4: evidence that work was done';
comment on schema escrow is 'Floor 4: the held money of a task';
comment on schema dispute is 'Floor 4: the contest of a task''s end';
comment on schema stripe is 'Floor 5: what Stripe told us and what we ordered from it';
comment on schema settlement is 'Floor 5: every outbound movement of money';
comment on schema xp is 'Floor 6: experience, an append-only ledger with a cached total';
comment on schema badge is 'Floor 6: badges, earned once and kept for ever';
comment on schema trust_review is 'Floor 7: what follows an end of work: XP, streak, trust and badges in order; promotion and demotion';
comment on schema geo is 'Floor 7: where hustlers are now';
comment on schema cache is 'Floor 9: which answers may be kept outside, and by what a copy is known to be right';
comment on schema admin is 'Floor 9: acts of staff, each with its reason and its record';
comment on schema metrics is 'Floor 9: sight: figures for operators';
comment on schema audit is 'Floor 9: proof over the data as it stands, and findings';

-- procrastinate's own schema belongs to the workers; the engine only defers (core.defer).
create schema if not exists procrastinate authorization hx_job;
grant usage on schema procrastinate to hx_owner;
comment on schema procrastinate is 'The job queue, as its package makes it';

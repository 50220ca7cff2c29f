-- SEC-15 SEC-17 VAL-005 VAL-006: routes and schemas are printed from the catalog, and speak JSON as the border promises.
begin;
select plan(36);
create type task.planted_part as (name text, at timestamptz);
create type task.planted as (id uuid, at timestamptz, big bigint, small numeric, part task.planted_part,
    no_part task.planted_part, parts task.planted_part[], no_parts task.planted_part[], names text[], state text);
comment on type task.planted is 'Planted. @nullable no_part @machine escrow';
create function task.plant(
    needed core.title, optional text default 'standing', nothing text default null, amount core.cents default 7)
    returns task.planted language plpgsql stable security definer set search_path = ''
as $$ begin
    if optional is null then return null; end if;
    return row('00000000-0000-7000-8000-000000000001', '2026-01-02 03:04:05.6789+00', 9007199254740993, 1.5,
        row(optional, '2026-01-01 00:00:00+00')::task.planted_part, null, array[row('a', null)::task.planted_part], null,
        array['x', nothing], 'FUNDED')::task.planted;
end $$;
comment on function task.plant is $$Plant something. And more.
@param amount in cents
@returns the plant
@errors none$$;
create function task.plant_many() returns setof task.planted_part language sql stable security definer set search_path = ''
as $$ select row(n::text, null)::task.planted_part from generate_series(1, 2) as n $$;
create function task.plant_nothing() returns void language plpgsql security definer set search_path = '' as $$ begin end $$;
select is(core.make_routes(), 0, 'what is not ours has no route');
alter type task.planted_part owner to hx_owner; alter type task.planted owner to hx_owner;
alter function task.plant owner to hx_owner; alter function task.plant_many owner to hx_owner; alter function task.plant_nothing owner to hx_owner;
revoke execute on function task.plant, task.plant_many, task.plant_nothing from public;
select is(core.make_routes(), 0, 'nor what is granted to nobody');
grant execute on function task.plant, task.plant_many, task.plant_nothing to hx_member;
select is(core.make_routes(), 3, 'a grant makes the route');
select is(core.make_routes(), 0, 'once');
create temporary table planted as select route."task.plant"('{"needed": "x"}')::jsonb as j;
select is(p.j ->> 'at', '2026-01-02T03:04:05.678Z', 'a time is UTC with milliseconds') from planted as p;
select is(p.j ->> 'big', '9007199254740993', 'a large number keeps its digits') from planted as p;
select is(jsonb_typeof(p.j -> 'big'), 'string', 'as a string') from planted as p;
select is(jsonb_typeof(p.j -> 'small'), 'number', 'a small one is a number') from planted as p;
select is(p.j -> 'no_part', 'null', 'a null composite is null') from planted as p;
select is(p.j -> 'no_parts', '[]', 'no list is an empty one') from planted as p;
select is(p.j #>> '{parts,0,name}', 'a', 'a list of composites') from planted as p;
select is(p.j -> 'names', '["x", null]', 'a list of texts') from planted as p;
select is(p.j #>> '{part,name}', 'standing', 'what is absent takes its default') from planted as p;
select is(route."task.plant"('{"needed": "x", "optional": null}'), null, 'an explicit null does not');
select is(route."task.plant_many"('{}')::jsonb, '[{"name": "1", "at": null}, {"name": "2", "at": null}]', 'a set is a list');
select is(route."task.plant_nothing"('{}'), null, 'nothing is null');
create temporary table told as select c.procedures, c.types from core.contract() as c;
create temporary table plant as select p.value as j from told as t, jsonb_array_elements(t.procedures) as p where p.value ->> 'name' = 'task.plant';
select is(p.j #> '{arguments,required}', '["needed"]', 'what has no default is required') from plant as p;
select is(p.j #> '{arguments,properties,needed,maxLength}', '255', 'a domain carries its bounds') from plant as p;
select is(p.j #> '{arguments,properties,amount,maximum}', '100000000', 'of numbers too') from plant as p;
select is(p.j #>> '{arguments,properties,amount,description}', 'in cents', 'and the comment its words') from plant as p;
select is(p.j #> '{arguments,properties,optional,type}', '"string"', 'null is no value of what has another default') from plant as p;
select is(p.j #> '{arguments,properties,nothing,type}', '["string", "null"]', 'but of what has none') from plant as p;
select is(t.types #> '{task.planted,properties,state,enum}', '["FUNDED", "LOCKED_DISPUTE", "PENDING", "REFUNDED", "REFUND_PARTIAL", "RELEASED"]',
    'a state''s values are those of its machine') from told as t;
select is(t.types #> '{task.planted,properties,no_part}', '{"anyOf": [{"$ref": "#/components/schemas/task.planted_part"}, {"type": "null"}]}',
    'what is nullable says so') from told as t;
revoke execute on function task.plant from hx_member;
select is(core.make_routes(), 1, 'a grant taken back drops the route');
select is(to_regprocedure('route."task.plant"(jsonb)'), null, 'it is gone');
comment on function task.plant_nothing is $$Nothing. @idempotency money$$;
select core.make_routes();
select is((select r.idempotency from core.route as r where r.procedure = 'task.plant_nothing'), 'money', 'the comment marks what needs a key');

-- What tRPC's clients call them. C-24
select is(p.wire, 'task.plantMany', 'a wire name is the camel case of the name') from core._public_procedures as p where p.name = 'task.plant_many';
select is(p.wire, 'user.getProfile', 'with the router that the schema names') from core._public_procedures as p where p.name = 'account.get_profile';
select is(p.wire, 'user.getXP', 'unless its comment names it') from core._public_procedures as p where p.name = 'account.get_xp';
select set_has('select p.wire from core._public_procedures as p', $$select unnest(array['task.create', 'task.accept', 'task.submitProof',
    'task.complete', 'task.cancel', 'task.getById', 'task.list', 'escrow.createIntent', 'escrow.release', 'escrow.refund',
    'escrow.getByTaskId', 'proof.submit', 'proof.accept', 'proof.reject', 'proof.getByTaskId', 'user.getProfile', 'user.updateProfile',
    'user.getXP', 'user.getBadges', 'user.getTrustTier', 'dispute.create', 'dispute.resolve', 'dispute.getByTaskId'])$$,
    'every older name is known');
select is((select c.wire ->> 'user.getXP' from core.contract() as c), 'account.get_xp', 'the contract tells them');
create temporary table version as select core._contract_version() as v;
comment on schema task is 'Planted. @wire work';
select is(p.wire, 'work.plantMany', 'a schema''s comment names the router') from core._public_procedures as p where p.name = 'task.plant_many';
select isnt(core._contract_version(), v.v, 'which is another contract') from version as v;
comment on function task.plant_nothing is $$Nothing. @wire user.getXP$$;
select throws_ok('select core.make_routes()', '23505', 'one wire name of two procedures: user.getXP (account.get_xp, task.plant_nothing)',
    'two procedures with one wire name are refused');
select throws_ok('select core.contract()', '23505', null, 'and no contract tells of them');
select * from finish();
rollback;

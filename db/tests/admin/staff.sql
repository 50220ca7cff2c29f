-- ADM-01 ADM-15: who of staff calls, in which roles their calls run, and the law of the machines that they see.
begin;
select plan(11);
select support.admin('boss'), support.person('worker');
select is(support.act_as_admin('select w.role from admin.whoami() as w', 'boss'), 'hx_admin', 'a role is told');
select is(support.act_as_admin('select w.account_id from admin.whoami() as w', 'boss')::uuid, support.be('boss'), 'and whose it is');
select is(support.act_as_admin('select w.roles::text from admin.whoami() as w', 'boss'), '{hx_member,hx_admin}',
    'a call runs as a member where members may, else in the role');
select is(support.code_as_admin('select admin.whoami()', 'boss'), 'done', 'staff is answered');
select support.be('worker');
select is(support.code('select admin.whoami()', 'hx_support'), 'HX503', 'a member is nobody of staff, whatever role the session has');
select is(support.code_as('worker', 'select admin.whoami()'), 'HX503', 'nor has a member the grant');
select support.be('unknown');
select is(support.code('select admin.whoami()', 'hx_support'), 'HX504', 'who has no account is sent to register');
select support.be_nobody();
select is(support.code('select admin.whoami()', 'hx_support'), 'HX501', 'nobody is told to sign in');

-- The law as it is printed, no more and no less.
select support.be('boss');
select set_eq(
    $$select m.machine, v.from_state, v.to_state, v.event from admin.get_machines() as m cross join unnest(m.moves) as v$$,
    $$select t.machine, t.from_state, t.to_state, t.event from core.transition as t$$, 'every move');
select set_eq(
    $$select m.machine, s.state, s.is_initial, s.is_terminal, s.holds_money from admin.get_machines() as m cross join unnest(m.states) as s$$,
    $$select s.machine, s.state, s.is_initial, s.is_terminal, s.holds_money from core.state as s$$, 'every state');
select is((select count(*) from admin.get_machines() as m where (m.states[1]).is_initial), (select count(*) from core.machine), 'born first');
select * from finish();
rollback;

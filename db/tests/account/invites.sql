-- ADM-02 ADM-07 ADM-08 ADM-10 S5 S8: who joins by invitation, and how many.
begin;
select plan(38);
select support.person('worker');
create function pg_temp.join_as(name text, code text default null) returns text language sql as $$select support.code_as($1, format(
    'select account.register(''Nora New'', ''1990-01-01'', ''2026-01'', %L)', $2))$$;
create function pg_temp.do_join(name text, code text default null) returns text language sql as $$select support.act($1, format(
    'select (account.register(''Nora New'', ''1990-01-01'', ''2026-01'', %L)).email', $2))$$;
select is(pg_temp.join_as('n0'), 'done', 'nobody needs an invitation as long as none is asked for');
select is(support.act_as_admin('select (admin.create_invite(''friends'', 2, 7, ''Friends-1'')).code'), 'FRIENDS-1', 'an admin makes one');
select is((select a.reason::text from admin.action as a join account.invite as i on i.id = a.subject_id where a.action = 'admin.create_invite'), 'friends', 'on the record');
select matches(support.act_as_admin('select (admin.create_invite(''one'')).code'), '^[0-9A-F]{12}$', 'or one that nobody guesses');
select is(support.code_as_admin('select admin.create_invite(''again'', 1, 7, ''friends-1'')'), 'HXA03', 'a code is there once');
select is(support.code_as_admin('select admin.create_invite(''x'', 0)'), 'HXA01', 'for one at least');
select is(support.code_as_admin('select admin.create_invite(''x'', 1, 7, ''a b'')'), 'HXA01', 'of letters, digits and hyphens');
select is(support.code_as('worker', 'select admin.create_invite(''mine'')'), 'HX503', 'members make none');
select support.admin(), support.admin('second');
select support.act_as_admin('select admin.set_flag(''invite_required'', true, ''the beta'')');
select is(pg_temp.join_as('n1'), 'HXA01', 'now one is needed');
select is(pg_temp.join_as('n1', 'NOT-THIS'), 'HXA01', 'that is there');
select is(pg_temp.join_as('n1', 'x'), 'HXA01', 'and has the shape of one');
select is(pg_temp.do_join('n1', 'friends-1'), 'n1@example.test', 'capitals are alike');
select is((select i.uses from account.invite as i where i.code = 'FRIENDS-1'), 1, 'it is used once');
select is(pg_temp.do_join('n1'), 'n1@example.test', 'who has an account needs none');
select is(pg_temp.do_join('n1', 'friends-1'), 'n1@example.test', 'a repeat answers the account');
select is((select i.uses from account.invite as i where i.code = 'FRIENDS-1'), 1, 'and uses nothing');
select pg_temp.do_join('n2', 'FRIENDS-1');
select is(pg_temp.join_as('n3', 'FRIENDS-1'), 'HXA01', 'used up is used up');

-- All that is no use is answered alike.
create function pg_temp.told(code text) returns text language plpgsql as $f$
begin
    perform pg_temp.do_join('n4', code);
    return 'joined';
exception when others then
    return sqlstate || sqlerrm;
end $f$;
select support.act_as_admin('select admin.create_invite(''short'', 5, 1, ''SHORT'')');
select support.act_as_admin('select admin.create_invite(''wrong'', 5, 30, ''WRONG'')');
select is(support.act_as_admin(format('select (admin.revoke_invite(%L, ''leaked'')).revoked_at is not null', (select i.id from account.invite as i where i.code = 'WRONG'))), 'true', 'one is revoked');
select is(support.code_as_admin(format('select admin.revoke_invite(%L, ''again'')', (select i.id from account.invite as i where i.code = 'WRONG'))), 'done', 'a repeat answers it');
select is(support.code_as_admin(format('select admin.revoke_invite(%L, ''x'')', core.new_id())), 'HXA02', 'one that is not there is not revoked');
select support.set_clock(interval '2 days');
select is((select count(distinct pg_temp.told(c.code)) from (values ('UNKNOWN'), ('FRIENDS-1'), ('SHORT'), ('WRONG')) as c (code)), 1::bigint,
    'unknown, used up, expired and revoked sound alike');
select support.set_clock(interval '0');
select is((select count(*) from jsonb_array_elements(to_jsonb((admin.get_invites(2)).items))), 2::bigint, 'invitations are listed by pages');
select isnt((admin.get_invites(2)).next_cursor, null, 'with a cursor');

-- The rows themselves, by the owner.
select is(support.code($$update account.invite set uses = 0 where code = 'FRIENDS-1'$$), 'HXA11', 'uses don''t go down');
select is(support.code($$update account.invite set uses = uses + 2 where code = 'SHORT'$$), 'HXA11', 'nor up by two');
select is(support.code($$update account.invite set uses = uses + 1 where code = 'WRONG'$$), 'HXA11', 'nor up once it is revoked');
select is(support.code($$update account.invite set maximum_uses = 9 where code = 'FRIENDS-1'$$), 'HXA11', 'how many stays');
select is(support.code($$update account.invite set expires_at = 'infinity'$$), 'HXA11', 'how long stays');
select is(support.code($$update account.invite set revoked_at = null where code = 'WRONG'$$), 'HXA11', 'a revocation stays');
select is(support.code('delete from account.invite'), 'HXA11', 'none is deleted');
select is(support.code($$insert into account.invite_redemption (account_id, invite_id) select u.id, i.id from account.user as u, account.invite as i where u.email = 'worker@example.test' and i.code = 'SHORT'$$), 'done', 'a redemption counts');
select is(support.code($$insert into account.invite_redemption (account_id, invite_id) select u.id, i.id from account.user as u, account.invite as i where u.email = 'worker@example.test' and i.code = 'FRIENDS-1'$$), 'HXA01', 'and never one too many');
select is(support.code('update account.invite_redemption set redeemed_at = core.now()'), 'HXA11', 'who joined by which stays');
select is(support.code('delete from account.invite_redemption'), 'HXA11', 'for ever');

-- The ceiling of the beta, and who was banned.
select support.act_as_admin('select admin.set_flag(''invite_required'', false, ''open'')');
select support.act_as_admin('select admin.set_flag(''beta_mode'', true, ''the beta'')');
update core.setting set value = (select count(*) + 1 from account.user) where name = 'beta_accounts';
select is(pg_temp.do_join('n5'), 'n5@example.test', 'the last place in the beta is given');
select is(pg_temp.join_as('n6'), 'HX503', 'and no other');
select support.act_as_admin('select admin.set_flag(''beta_mode'', false, ''open'')');
select support.act_as_admin(format('select admin.ban(%L, ''a fraud'')', (select u.id from account.user as u where u.email = 'n5@example.test')));
select core._enter(null, '{"subject": "new:n5", "email": "n5@example.test"}', 'r', false);
select throws_ok('select account.register(''Nora New'', ''1990-01-01'', ''1'')', 'HXA03', null, 'who was banned doesn''t come back by another identity');
select is(support.broken(), '', 'and all is proved');
select * from finish();
rollback;

-- ELI-02 ELI-06: kill test of INV-ELIGIBILITY-2. No trade is verified without its verified licence.
begin;
select plan(19);
create function pg_temp.who(name text) returns uuid language sql stable as $f$
    select u.id from account.user as u where u.email = $1 || '@example.test' $f$;
create temporary table made as select support.credential('ann') as verified, support.submit('ann', trade => 'electrician') as waiting,
    support.credential('ann', trade => 'hvac', verdict => 'FAILED') as failed, support.credential('bob', trade => 'hvac') as of_bob,
    support.credential('ann', 'background') as background;
create function pg_temp.trade(credential uuid, trade text, location_state text default 'WA', name text default 'ann') returns text language sql as $f$
    select format('insert into verification.verified_trade (account_id, trade, location_state, credential_id, expires_at)
        values (%L, %L, %L, %L, core.now() + interval ''365 days'')', pg_temp.who($4), $2, $3, $1) $f$;
select is((select string_agg(v.trade || ' ' || v.location_state, ', ') from verification.verified_trade as v where v.account_id = pg_temp.who('ann')), 'plumber WA', 'a verified licence is a trade');
select is(support.code(pg_temp.trade(m.waiting, 'electrician')), 'HX606', 'one that waits is none') from made as m;
select is(support.code(pg_temp.trade(m.failed, 'hvac')), 'HX606', 'nor one that failed') from made as m;
select is(support.code(pg_temp.trade(m.of_bob, 'hvac')), 'HX606', 'nor another person''s') from made as m;
select is(support.code(pg_temp.trade(m.verified, 'electrician')), 'HX606', 'nor of another trade') from made as m;
select is(support.code(pg_temp.trade(m.verified, 'plumber', 'OR')), 'HX606', 'nor of another state') from made as m;
select is(support.code(pg_temp.trade(m.background, 'plumber')), 'HX606', 'nor a background check') from made as m;
select is(support.code(pg_temp.trade(core.new_id(), 'electrician')), 'HX606', 'nor nothing');
select is(support.code($$update verification.verified_trade set trade = 'electrician'$$), 'HX606', 'a trade is not changed');
select is(support.code($$update verification.verified_trade set location_state = 'OR'$$), 'HX606', 'nor its state');
select is(support.code(format($$update verification.verified_trade set credential_id = %L$$, m.waiting)), 'HX606', 'nor its licence') from made as m;
select is(support.code($$delete from verification.verified_trade$$), 'HX606', 'and none is taken away while the licence stands');
select is(support.code('truncate verification.verified_trade'), 'HXA11', 'nor all');
select is(support.code(format('delete from verification.credential where id = %L', m.verified)), 'HXA11', 'nor is the licence') from made as m;
select is(support.code($$delete from verification.verified_trade$$, 'hx_admin'), 'HX503', 'no admin touches it');
-- Nobody is verified without a verdict on record, the owner by raw SQL neither.
create function pg_temp.verify(credential uuid, changes text default '') returns text language sql as $f$
    select format('update verification.credential set state = ''VERIFIED'', verified_at = core.now(), expires_at = core.now() + interval ''1 day'',
        method = ''registry''%s where id = %L', $2, $1) $f$;
select is(support.code(pg_temp.verify(m.waiting, format(', reviewer_id = %L', pg_temp.who('bob')))), 'HX505', 'not in the name of who did not') from made as m;
select is(support.code(pg_temp.verify(m.waiting, ', method = ''provider''')), 'HXA01', 'a set is one thing') from made as m where false
union all select is(support.code(replace(pg_temp.verify(m.waiting), '''registry''', '''provider''')), 'HX505', 'nor of a provider that said nothing') from made as m;
-- Whatever takes the licence away takes the trade with it, in the same commit.
select support.act_as_admin(format('select verification.revoke(%L, ''forged'')', m.verified)) from made as m;
select is((select count(*) from verification.verified_trade as v where v.account_id = pg_temp.who('ann')), 0::bigint, 'without licence no trade');
set constraints all immediate;
select is(support.broken(), '', 'audit.prove() is clean');
select * from finish();
rollback;

-- SEC-24 ELI-13: what a calibration infers, once a round; the role is proposed, then confirmed, never the other way about.
begin;
select plan(50);
select support.newcomer('new');
create function pg_temp.calibrate(who text, answers text default '''income'', ''payment_fairness'', ''limited'', ''fair'', ''autonomous''') returns text
language sql as $$select support.code_as($1, format('select onboarding.submit_calibration(%s, local_hour => 12)', $2))$$;
create function pg_temp.do_as(who text, call text) returns text language sql as $$select support.act($1, 'select to_jsonb(' || $2 || ')')$$;

select is(pg_temp.do_as('new', 'onboarding.get_progress()')::jsonb ->> 'phase', 'NOT_STARTED', 'nothing has begun');
select is(pg_temp.do_as('new', 'onboarding.get_progress()')::jsonb ->> 'next_step', 'calibration', 'the calibration comes first');
select is(support.code_as('new', 'select onboarding.set_role(''hustler'')'), 'HXA03', 'no role is chosen before an inference');
select is(support.code_as('new', 'select onboarding.confirm_role(''poster'')'), 'HXA03', 'nor confirmed');
select is(support.code_as('new', 'select onboarding.submit_capabilities(array[]::text[])'), 'HXA03', 'nor is anything claimed');
select is(support.code_as('new', 'select onboarding.complete(true)'), 'HXA03', 'nor is it over');
select is(support.code_as('new', 'select onboarding.get_inference()'), 'HXA03', 'nothing was inferred');
select is(pg_temp.calibrate('new', '''money'', ''payment_fairness'', ''limited'', ''fair'', ''autonomous'''), 'HXA01', 'an answer is one of the options');
select is(pg_temp.calibrate('new', 'null, ''payment_fairness'', ''limited'', ''fair'', ''autonomous'''), 'HXA01', 'each question is answered');
select is(support.code_as('new', 'select onboarding.submit_calibration(''income'', ''payment_fairness'', ''limited'', ''fair'', ''autonomous'', ''abacus'')'), 'HXA01', 'with a device that is known');
select is(support.code_as('new', 'select onboarding.submit_calibration(''income'', ''payment_fairness'', ''limited'', ''fair'', ''autonomous'', local_hour => 24)'), 'HXA01', 'at an hour that there is');
select is((select jsonb_array_length(pg_temp.do_as('new', 'onboarding.get_calibration()')::jsonb -> 'questions')), 7, 'seven are asked');

-- .25*.85 + .20*.85 + .15*.60 + .12*.50 + .10*.80 + .05*.55 = .64 of .87: .7356, MODERATE, hustler.
create temporary table inferred as select j.* from jsonb_populate_record(null::onboarding.inference,
    pg_temp.do_as('new', 'onboarding.submit_calibration(''income'', ''payment_fairness'', ''limited'', ''fair'', ''autonomous'', local_hour => 12)')::jsonb) as j;
select results_eq('select worker_confidence, poster_confidence, confidence, tier, flags, proposed_role, must_choose from inferred',
    $$values (0.7356, 0.2644, 0.4712, 'MODERATE', '{}'::text[], 'hustler', false)$$, 'both sides, the certainty and the role');
select results_eq('select risk_tolerance, urgency_bias, authority_expectation, price_sensitivity from inferred',
    'values (0.65, 0.6, 0.35, 0.5)', 'and four signals');
select is(pg_temp.calibrate('new'), 'done', 'a repeat answers it');
select is((select count(*) from onboarding.journey as j join account.user as u on u.id = j.account_id where u.email = 'new@example.test'), 1::bigint, 'and makes no other round');
select is(pg_temp.calibrate('new', '''delegation'', ''finding_people'', ''minimal'', ''premium'', ''delegator'''), 'HXA03', 'other answers are too late');
select is(pg_temp.do_as('new', 'onboarding.confirm_role()')::jsonb ->> 'role', 'hustler', 'the proposed role is accepted');
select is(pg_temp.do_as('new', 'onboarding.set_role(''hustler'')')::jsonb ->> 'phase', 'PROFILE_SETUP', 'a repeat answers it');
select is(support.code_as('new', 'select onboarding.set_role(''poster'')'), 'HXA03', 'it is chosen once');
select is((select u.default_mode from account.user as u where u.email = 'new@example.test'), 'worker', 'the account opens as it says');

-- WEAK: one must choose oneself; an override is on record.
select support.newcomer('unsure');
select pg_temp.do_as('unsure', 'onboarding.submit_calibration(''both'', ''communication'', ''minimal'', ''fair'', ''autonomous'', local_hour => 12)');
select is((pg_temp.do_as('unsure', 'onboarding.get_inference()')::jsonb ->> 'must_choose')::boolean, true, 'a weak inference proposes and asks');
select is(pg_temp.calibrate('unsure', '''both'', ''communication'', ''minimal'', ''fair'', ''autonomous'''), 'done', 'a repeat answers it');
select is(support.code_as('unsure', 'select onboarding.confirm_role()'), 'HXA01', 'one must choose');
select is(support.code_as('unsure', 'select onboarding.confirm_role(''boss'')'), 'HXA01', 'what there is');
select is(pg_temp.do_as('unsure', 'onboarding.confirm_role(''both'')')::jsonb ->> 'is_overridden', 'true', 'another role overrides');
select is((select v.reason from core.event as v join onboarding.journey as j on j.id = v.aggregate_id join account.user as u on u.id = j.account_id
    where u.email = 'unsure@example.test' and v.event = 'role_confirmed'), 'OVERRIDDEN', 'on record');
select results_eq($$select j ->> 'trust_building_rate', j ->> 'dispute_priority' from cast(pg_temp.do_as('unsure', 'onboarding.get_progress()') as jsonb) as j$$,
    $$values ('0.75', 'high')$$, 'and settles what follows');
select is((select s.urgency_bias from onboarding.signal as s join account.user as u on u.id = s.account_id where u.email = 'unsure@example.test'), 0.3, 'the signals are there for others');

-- The device and the hour count, the inconsistent is damped, the perfect is suspected.
create function pg_temp.infer(answers text) returns onboarding.inference language sql as $$select onboarding._infer('1.2.0', $1::jsonb)$$;
-- .4585 of .82 is .5591; three quarters of what is above a half: .5444.
select is((pg_temp.infer('{"motivation":"income","frustration":"payment_fairness","availability":"flexible","price":"competitive","control":"autonomous","device":"mobile","daytime":"evening"}')).flags,
    '{SUSPICIOUSLY_PERFECT_WORKER}', 'the perfect worker');
select is((pg_temp.infer('{"motivation":"delegation","frustration":"finding_people","availability":"minimal","price":"premium","control":"delegator","device":"desktop","daytime":"day"}')).proposed_role,
    'poster', 'the perfect poster posts');
select results_eq($$select (i).flags, (i).worker_confidence from (select pg_temp.infer('{"motivation":"income","frustration":"finding_people","availability":"minimal","price":"competitive","control":"autonomous"}') as i) as x$$,
    $$values ('{CONTRADICTORY_CONTROL_AVAILABILITY,PRICE_URGENCY_INCONSISTENT}'::text[], 0.5444)$$, 'two contradictions damp by a quarter');

-- Another round: never within seven days; later for a reason or by an admin's word.
select support.journey_in('COMPLETED', 'settled');
create function pg_temp.again() returns text language sql as $$select pg_temp.calibrate('settled', '''delegation'', ''finding_people'', ''limited'', ''premium'', ''delegator''')$$;
select is(pg_temp.again(), 'HXA03', 'not at once');
select is(support.code_as_admin(format('select admin.permit_onboarding(%L, '' '')', (select u.id from account.user as u where u.email = 'settled@example.test'))), 'HXA01', 'an admin permits it with a reason');
select is(support.code_as_admin(format('select admin.permit_onboarding(%L, ''x'')', (select u.id from account.user as u where u.email = 'new@example.test'))), 'HXA03', 'after the round is over');
select is(support.code_as_admin(format('select admin.permit_onboarding(%L, ''x'')', core.new_id())), 'HXA02', 'of somebody who is there');
select support.set_clock(interval '8 days');
select is(pg_temp.again(), 'HXA03', 'a certain one that was accepted not after days either');
select support.set_clock(interval '0');
select support.act_as_admin(format('select admin.permit_onboarding(%L, ''he asked'')', (select u.id from account.user as u where u.email = 'settled@example.test')));
select is((select count(*) from admin.action as a where a.action = 'admin.permit_onboarding' and a.reason = 'he asked'), 1::bigint, 'the permission is on record');
select is(pg_temp.again(), 'HXA03', 'within the days not even then');
select support.set_clock(interval '8 days');
select pg_temp.do_as('settled', 'onboarding.submit_calibration(''delegation'', ''finding_people'', ''limited'', ''premium'', ''delegator'', local_hour => 12)');
select is(pg_temp.do_as('settled', 'onboarding.confirm_role(''both'')')::jsonb ->> 'phase', 'TUTORIAL', 'after them a second round goes past what was claimed');
select pg_temp.do_as('settled', 'onboarding.complete(true)');
select is(onboarding._role((select u.id from account.user as u where u.email = 'settled@example.test')), 'both', 'and its role counts');

-- A weak one, or one that was overridden, may be begun anew after the days, without anybody's word.
select support.set_clock(interval '0');
select support.newcomer('late');
select pg_temp.do_as('late', 'onboarding.submit_calibration(''income'', ''payment_fairness'', ''limited'', ''fair'', ''autonomous'', local_hour => 12)');
select pg_temp.do_as('late', 'onboarding.confirm_role(''poster'')');
select pg_temp.do_as('late', 'onboarding.complete(true)');
select support.set_clock(interval '6 days 23 hours');
select is(pg_temp.calibrate('late', '''delegation'', ''finding_people'', ''limited'', ''premium'', ''delegator'''), 'HXA03', 'not within seven days');
select support.set_clock(interval '7 days 1 minute');
select is(pg_temp.calibrate('late', '''delegation'', ''finding_people'', ''limited'', ''premium'', ''delegator'''), 'done', 'who overrode may begin anew after them');

-- The row itself, by the owner.
select is(support.code('update onboarding.journey set tier = ''WEAK'' where tier <> ''WEAK'''), 'HXA11', 'an inference is kept');
select is(support.code('update onboarding.journey set answers = answers || ''{"price": "premium"}'''), 'HXA11', 'and so are its answers');
select is(support.code('update onboarding.journey set final_role = ''poster'' where final_role is not null and state <> ''COMPLETED'''), 'HXA11', 'and what was chosen');
select is(support.code('delete from onboarding.permit'), 'HXA11', 'nor is a permission');
select is(support.code('update onboarding.permit set granted_at = core.now()'), 'HXA11', 'which stays');
select is(support.code('delete from onboarding.journey'), 'HXA11', 'no round is deleted');
select is(support.broken(), '', 'and all is proved');
select * from finish();
rollback;

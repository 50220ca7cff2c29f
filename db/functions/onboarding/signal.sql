-- What is known of somebody's leanings, from his last calibration; who has none stands at a half.
create or replace view onboarding.signal as
select distinct on (j.account_id) j.account_id, j.risk_tolerance, j.urgency_bias,
       j.authority_expectation, j.price_sensitivity
  from onboarding.journey as j
 order by j.account_id, j.round desc;

comment on view onboarding.signal is 'The signals of each person''s last calibration';

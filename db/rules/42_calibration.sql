-- The calibration (domain.md §1.5). A version is never changed once somebody was inferred by it: what
-- differs is a new one.
create temporary table law_calibration (like onboarding.calibration);
insert into law_calibration (version, is_current, penalty_cap, strong_from, moderate_from, role_from)
values ('1.2.0', true, 0.40, 0.75, 0.60, 0.55);
update onboarding.calibration as c set is_current = false
 where c.is_current and not exists (
    select from law_calibration as l where l.version = c.version and l.is_current);
insert into onboarding.calibration as c select l.* from law_calibration as l
on conflict (version) do update set is_current = excluded.is_current;
drop table law_calibration;

insert into onboarding.question (version, code, place, prompt, weight) values
    ('1.2.0', 'motivation', 1, 'What brings you here?', 0.25),
    ('1.2.0', 'frustration', 2, 'What annoys you most about getting work done?', 0.20),
    ('1.2.0', 'availability', 3, 'How much time do you have?', 0.15),
    ('1.2.0', 'price', 4, 'How should prices be?', 0.12),
    ('1.2.0', 'control', 5, 'How do you like to work?', 0.10),
    ('1.2.0', 'device', 6, 'What the person came with', 0.05),
    ('1.2.0', 'daytime', 7, 'When the person came', 0.03),
    ('1.2.0', 'referral', 8, 'What led the person here', 0.10)
on conflict on constraint question_pkey do nothing;

insert into onboarding.option (version, question, code, place, worker, poster) values
    ('1.2.0', 'motivation', 'income', 1, 0.85, 0.15),
    ('1.2.0', 'motivation', 'delegation', 2, 0.15, 0.85),
    ('1.2.0', 'motivation', 'both', 3, 0.50, 0.50),
    ('1.2.0', 'frustration', 'finding_people', 1, 0.20, 0.80),
    ('1.2.0', 'frustration', 'payment_fairness', 2, 0.85, 0.15),
    ('1.2.0', 'frustration', 'communication', 3, 0.45, 0.55),
    ('1.2.0', 'availability', 'flexible', 1, 0.75, 0.25),
    ('1.2.0', 'availability', 'limited', 2, 0.60, 0.40),
    ('1.2.0', 'availability', 'minimal', 3, 0.20, 0.80),
    ('1.2.0', 'price', 'competitive', 1, 0.80, 0.20),
    ('1.2.0', 'price', 'premium', 2, 0.15, 0.85),
    ('1.2.0', 'price', 'fair', 3, 0.50, 0.50),
    ('1.2.0', 'control', 'autonomous', 1, 0.80, 0.20),
    ('1.2.0', 'control', 'collaborative', 2, 0.55, 0.45),
    ('1.2.0', 'control', 'delegator', 3, 0.15, 0.85),
    ('1.2.0', 'device', 'mobile', 1, 0.55, 0.45),
    ('1.2.0', 'device', 'desktop', 2, 0, 0),
    ('1.2.0', 'daytime', 'evening', 1, 0.60, 0.40),
    ('1.2.0', 'daytime', 'day', 2, 0, 0),
    ('1.2.0', 'referral', 'direct', 1, 0, 0),
    ('1.2.0', 'referral', 'friend', 2, 0, 0),
    ('1.2.0', 'referral', 'search', 3, 0, 0),
    ('1.2.0', 'referral', 'advertisement', 4, 0, 0)
on conflict on constraint option_pkey do nothing;

insert into onboarding.penalty (version, flag, penalty) values
    ('1.2.0', 'CONTRADICTORY_CONTROL_AVAILABILITY', 0.15),
    ('1.2.0', 'PRICE_URGENCY_INCONSISTENT', 0.10),
    ('1.2.0', 'DELEGATION_INCOME_CONFLICT', 0.20),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_WORKER', 0.25),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_POSTER', 0.25)
on conflict on constraint penalty_pkey do nothing;

insert into onboarding.penalty_answer (version, flag, question, option) values
    ('1.2.0', 'CONTRADICTORY_CONTROL_AVAILABILITY', 'control', 'autonomous'),
    ('1.2.0', 'CONTRADICTORY_CONTROL_AVAILABILITY', 'availability', 'minimal'),
    ('1.2.0', 'PRICE_URGENCY_INCONSISTENT', 'price', 'competitive'),
    ('1.2.0', 'PRICE_URGENCY_INCONSISTENT', 'availability', 'minimal'),
    ('1.2.0', 'DELEGATION_INCOME_CONFLICT', 'control', 'delegator'),
    ('1.2.0', 'DELEGATION_INCOME_CONFLICT', 'motivation', 'income'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_WORKER', 'motivation', 'income'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_WORKER', 'frustration', 'payment_fairness'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_WORKER', 'availability', 'flexible'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_WORKER', 'price', 'competitive'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_WORKER', 'control', 'autonomous'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_POSTER', 'motivation', 'delegation'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_POSTER', 'frustration', 'finding_people'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_POSTER', 'availability', 'minimal'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_POSTER', 'price', 'premium'),
    ('1.2.0', 'SUSPICIOUSLY_PERFECT_POSTER', 'control', 'delegator')
on conflict on constraint penalty_answer_pkey do nothing;

insert into onboarding.signal_effect (version, signal, question, option, effect) values
    ('1.2.0', 'risk_tolerance', 'price', 'competitive', 0.20),
    ('1.2.0', 'risk_tolerance', 'price', 'premium', -0.10),
    ('1.2.0', 'risk_tolerance', 'control', 'autonomous', 0.15),
    ('1.2.0', 'risk_tolerance', 'control', 'delegator', -0.10),
    ('1.2.0', 'urgency_bias', 'availability', 'flexible', 0.15),
    ('1.2.0', 'urgency_bias', 'availability', 'minimal', -0.20),
    ('1.2.0', 'urgency_bias', 'motivation', 'income', 0.10),
    ('1.2.0', 'authority_expectation', 'control', 'collaborative', 0.20),
    ('1.2.0', 'authority_expectation', 'control', 'autonomous', -0.15),
    ('1.2.0', 'authority_expectation', 'frustration', 'communication', 0.10),
    ('1.2.0', 'price_sensitivity', 'price', 'competitive', 0.30),
    ('1.2.0', 'price_sensitivity', 'price', 'premium', -0.20)
on conflict on constraint signal_effect_pkey do nothing;

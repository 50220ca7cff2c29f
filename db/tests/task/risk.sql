-- A26 A27 A28 LIF-01 LIF-24: what work asks of whom takes it follows from its category, its answers and its words; upward alone, and never afterwards.
begin;
select plan(64);
create function pg_temp.level(category text, words text, variadic answers text[] default '{}') returns text language sql as $$
    select (c.c).risk_level || coalesce(' ' || (c.c).required_trade, '') || case when (c.c).insurance_required then ' insured' else '' end
        || case when (c.c).background_required then ' checked' else '' end
      from (select task._classify($1, array(select row(split_part(a, '=', 1), split_part(a, '=', 2))::task.risk_answer from unnest($3) as a), $2) as c) as c$$;
create function pg_temp.refused(category text, words text, variadic answers text[] default '{}') returns text language plpgsql as $f$
begin
    return pg_temp.level(category, words, variadic answers);
exception when others then
    return sqlstate;
end $f$;
-- Baselines.
select is(pg_temp.level(c.code, 'x'), c.wanted, c.code || ' as it is') from (values ('moving', 'low'), ('other', 'low'), ('it_networking', 'low it_networking'),
    ('electrical', 'medium electrician insured'), ('plumbing', 'medium plumber insured'), ('hvac', 'medium hvac insured'),
    ('appliance_install', 'medium appliance_install insured'), ('in_home_care', 'medium in_home_care insured'), ('general_contractor', 'medium general_contractor insured')) as c (code, wanted);
-- Answers.
select is(pg_temp.level(split_part(a.answer, '.', 1), 'x', a.answer), a.wanted, a.answer) from (values
    ('electrical.live_wiring=yes', 'high electrician insured'), ('electrical.live_wiring=no', 'medium electrician insured'),
    ('electrical.residential=yes', 'medium electrician insured'), ('electrical.value_band=over_500', 'medium electrician insured'),
    ('plumbing.gas_line=yes', 'high plumber insured'), ('hvac.gas=yes', 'high hvac insured'), ('appliance_install.gas_appliance=yes', 'high appliance_install insured'),
    ('in_home_care.overnight=yes', 'critical in_home_care insured checked'), ('in_home_care.medical=yes', 'critical in_home_care insured checked')) as a (answer, wanted);
select is(pg_temp.refused('moving', 'x', 'electrical.live_wiring=no'), 'HXA01', 'a question of another category is refused');
select is(pg_temp.refused('electrical', 'x', 'electrical.live_wiring=maybe'), 'HXA01', 'and an answer that is none');
select is(pg_temp.refused('electrical', 'x', 'universal.poster_present=yes'), 'HXA01', 'and a question that is not of risk');
select is(pg_temp.refused('no_such', 'x'), 'HXA01', 'and a category that is not there');
-- Words win over the label.
select is(pg_temp.level(w.category, w.words), w.wanted, w.category || ': ' || w.words) from (values
    ('other', 'Install a new outlet in the kitchen', 'high electrician insured'), ('handyman', 'Replace the breaker panel', 'high electrician insured'),
    ('handyman', 'REWIRE the garage', 'high electrician insured'), ('other', 'Fix a leaking pipe', 'medium plumber insured'),
    ('errands', 'Babysitting on Friday night', 'high in_home_care insured'), ('other', 'Look after my kids on Friday', 'high in_home_care insured'),
    ('other', 'Overnight care for a patient', 'critical in_home_care insured checked'), ('handyman', 'Fix the gas line behind the stove', 'high plumber insured'),
    ('handyman', 'Clean the gutters', 'high general_contractor insured'), ('plumbing', 'Find the gas leak', 'high plumber insured'),
    ('electrical', 'Work on live wiring', 'high electrician insured'), ('electrical', 'Replace an outlet', 'medium electrician insured'),
    ('it_networking', 'Run network wires', 'low it_networking'), ('it_networking', 'Replace the electrical panel', 'high electrician insured')) as w (category, words, wanted);
select is(pg_temp.level('other', w.words), 'high electrician insured', w.told || ' hide nothing') from (values
    (U&'rew\200Bire the garage', 'letters that are not seen'), (U&'\FF52\FF45\FF57\FF49\FF52\FF45 the garage', 'letters of another width'),
    (U&'re\00ADwire the garage', 'soft hyphens'), (E'rewire\nthe garage', 'lines')) as w (words, told);
-- Whole words alone.
select is(pg_temp.refused(w.category, w.words), 'low', w.category || ': ' || w.words) from (values
    ('moving', 'Along the street, past the trees'), ('yard_work', 'Rake leaves under the tree'), ('cleaning', 'Lead the way, no chemicals'),
    ('assembly', 'A current model, please deliver live'), ('moving', 'My house has two floors; a baby grand piano'), ('errands', 'Kids'' shoes and baby food')) as w (category, words);
select is(pg_temp.refused(w.category, w.words), 'HXA01', w.category || ': ' || w.words || ' belongs elsewhere') from (values
    ('assembly', 'Hang a lamp and connect the wires'), ('assembly', 'Put in a wall outlet'), ('cleaning', 'Remove asbestos'), ('cleaning', 'Hazardous waste'),
    ('yard_work', 'Cut down a tall tree'), ('yard_work', 'Trim around the power line')) as w (category, words);
-- As work is posted, and afterwards.
select support.person('poster');
create temporary table risky as select (task.create('Fix', 'Replace an outlet in the kitchen', 'handyman', 9000, core.now() + interval '2 days', 'Here', 47.6075, -122.3381)).id;
select results_eq('select t.risk_level, t.required_tier, t.required_trade, t.insurance_required, t.risk_rules from task.task as t join risky as r on r.id = t.id',
    $$values ('high', 3, 'electrician', true, '{content.wires}'::text[])$$, 'work is posted as its words are');
select is(support.code(format('update task.task set risk_level = ''low'' where id = %L', (select r.id from risky as r))), 'HX004', 'its risk is never lowered');
select is(support.code(format('update task.task set required_tier = 1 where id = %L', (select r.id from risky as r))), 'HX004', 'nor the tier');
select is(support.code(format('update task.task set required_trade = null where id = %L', (select r.id from risky as r))), 'HX004', 'nor the trade');
select is(support.code(format('update task.task set insurance_required = false where id = %L', (select r.id from risky as r))), 'HX004', 'nor the insurance');
select is(support.code(format('update task.task set risk_rules = ''{}'' where id = %L', (select r.id from risky as r))), 'HX004', 'nor why');
select is(support.code(format('update task.task set category = ''moving'' where id = %L', (select r.id from risky as r))), 'HX004', 'nor the category');
select is(support.code_as('poster', $$select task.create('Care', 'x', 'in_home_care', 9000, now() + interval '2 days', 'Here', 47.6075, -122.3381,
    risk_answers => array[row('in_home_care.medical', 'perhaps')]::task.risk_answer[])$$), 'HXA01', 'answers are looked at');
-- The law: every category of it is there, and every question of risk escalates or informs.
select is_empty($$select q.category from task.question as q where q.category is not null and not exists (select from task.category as c where c.code = q.category)
    union select m.category from task.misclassification as m where not exists (select from task.category as c where c.code = m.category)$$, 'the law names categories that there are');
select is_empty($$select c.code from task.content_rule as c where not exists (select from verification.trade as t where t.code = c.required_trade)$$, 'and trades that there are');
-- Never lowered: whatever is said besides, no less is asked than by the category.
select is_empty($$select c.code, a.code, o.answer from task.category as c join trust.risk as b on b.level = c.risk_level
    cross join (select q.code, q.category, case q.kind when 'yes_no' then '{yes,no}' else q.options end as options from task.question as q where q.purpose = 'risk') as a
    cross join unnest(a.options) as o (answer)
    cross join (values ('x'), ('Replace an outlet'), ('Babysitting'), ('A leaking pipe')) as w (words)
    cross join lateral (select task._classify(c.code, array[row(a.code, o.answer)]::task.risk_answer[], w.words) as class) as k
    where a.category = c.code and (k.class).required_tier < b.min_tier$$, 'no answer and no words lower it');
select is_empty($$select c.code from task.category as c join trust.risk as b on b.level = c.risk_level
    cross join lateral (select task._classify(c.code, null, 'Babysitting, overnight care') as class) as k where (k.class).required_tier < 4$$, 'no label dodges what the words say');
select * from finish();
rollback;

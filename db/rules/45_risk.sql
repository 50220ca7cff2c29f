-- Words that say what work is, whatever it is called (domain.md §2.11, law): as whole words, so that "tree" in
-- "street" says nothing. What is raised by them asks for the trade that does such work.
create temporary table law_content (like task.content_rule);
insert into law_content (code, pattern, risk_level, required_trade, reach) values
    ('wires', '(re)?wir(e|es|ed|ing)|outlets?|circuits?', 'high', 'electrician', 'no_trade'),
    ('electrical', 'electric(al|ian|ity)|(light|power) switch(es)?|circuit breakers?|breaker box|(electric|electrical|fuse|breaker) panel', 'high', 'electrician', 'other_trade'),
    ('live_wiring', 'live (wire|wires|wiring|circuit|circuits)', 'high', 'electrician', 'any'),
    ('pipes', 'plumb(ing|er)|(water|sewer|drain) (pipe|line)s?|pipes?|drains?|drainage|water heaters?|sewers?', 'medium', 'plumber', 'no_trade'),
    ('air', 'hvac|air condition(er|ers|ing)|furnaces?|heat pumps?|air ducts?|ductwork', 'high', 'hvac', 'other_trade'),
    ('gas', 'gas (line|lines|leak|leaks|pipe|pipes|valve)|propane', 'high', 'plumber', 'any'),
    ('roof', 'roof(s|ing|er)?|gutters?|shingles?', 'high', 'general_contractor', 'other_trade'),
    ('care', 'baby ?sit(ting|ter)?|child ?care|elder ?care|senior care|nann(y|ies)|care ?giv(er|ing)|(watch|look after|care for|mind) (my|our|the|a|two|three) (kids?|child|children|baby|babies|toddlers?|grand(ma|pa|mother|father)|mother|father|senior|elderly)', 'high', 'in_home_care', 'other_trade'),
    ('nursing', '(overnight|medical|nursing) care|inject(ion|ions)|wound care|administer (medication|medicine|drugs)', 'critical', 'in_home_care', 'any');
insert into task.content_rule as c select l.* from law_content as l
on conflict (code) do update set pattern = excluded.pattern, risk_level = excluded.risk_level,
    required_trade = excluded.required_trade, reach = excluded.reach;
delete from task.content_rule as c where not exists (select from law_content as l where l.code = c.code);
drop table law_content;

create temporary table law_misclassification (like task.misclassification);
insert into law_misclassification (category, pattern) values
    ('assembly', 'wires?|wiring'), ('assembly', 'electric(al)?'), ('assembly', 'live (wire|wires|wiring)'),
    ('assembly', 'electric current'), ('assembly', '(wall|power|electrical) outlets?'),
    ('assembly', 'circuit breakers?|breaker'),
    ('cleaning', 'chemical spills?|(hazardous|dangerous) chemicals?'), ('cleaning', 'hazardous|hazmat|biohazard'),
    ('cleaning', 'asbestos'), ('cleaning', 'lead paint|lead dust'),
    ('yard_work', '(cut|fell|remove|take) (down )?(a |the |my |two |three )?(big |large |tall |old )?trees?|tree (removal|felling)'),
    ('yard_work', 'power lines?'), ('yard_work', 'electric(al)?'), ('yard_work', 'utility (pole|line)s?');
insert into task.misclassification as m select l.* from law_misclassification as l
on conflict on constraint misclassification_pkey do nothing;
delete from task.misclassification as m where not exists (
    select from law_misclassification as l where (l.category, l.pattern) = (m.category, m.pattern));
drop table law_misclassification;

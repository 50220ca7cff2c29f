-- What a brief is asked, and which answers say nothing (domain.md §2.8, §2.9, law). Categories without a
-- bank of their own are asked the general questions; universal ones are asked always.
create temporary table law_question (like task.question);
insert into law_question (code, purpose, category, place, prompt, kind, options, is_blocking, cluster,
    field, is_private, asked_after, asked_if)
select q.category || '.' || q.name, 'category', q.category, q.place, q.prompt, q.kind, q.options,
       q.is_blocking, q.cluster, q.field, q.is_private,
       q.category || '.' || q.asked_after, q.asked_if
  from (values
    ('delivery', 'pickup_address', 1, 'Where is it picked up?', 'address', '{}'::text[], true, 'location', 'address', true, null::text, null::text[]),
    ('delivery', 'dropoff_address', 2, 'Where does it go?', 'address', '{}', true, 'location', null, true, null, null),
    ('delivery', 'item_description', 3, 'What is it?', 'text', '{}', true, 'scope', null, false, null, null),
    ('delivery', 'item_size', 4, 'What does it fit into?', 'choice', '{car,suv,truck}', true, 'scope', null, false, null, null),
    ('delivery', 'time_window', 5, 'When?', 'time_window', '{}', true, 'time', null, false, null, null),
    ('delivery', 'recipient_contact', 6, 'Who receives it, and how are they reached?', 'text', '{}', true, 'scope', null, true, null, null),
    ('delivery', 'fragile_items', 7, 'Is anything fragile?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('cleaning', 'address', 1, 'Where?', 'address', '{}', true, 'location', 'address', true, null, null),
    ('cleaning', 'space_size', 2, 'How many square feet?', 'number', '{}', true, 'scope', null, false, null, null),
    ('cleaning', 'rooms_list', 3, 'Which rooms?', 'text', '{}', true, 'scope', null, false, null, null),
    ('cleaning', 'cleaning_type', 4, 'How thorough?', 'choice', '{standard,deep,move_in,move_out,specific}', true, 'scope', null, false, null, null),
    ('cleaning', 'supplies_provided_by', 5, 'Who brings the supplies?', 'choice', '{poster,hustler,either}', true, 'scope', null, false, null, null),
    ('cleaning', 'time_window', 6, 'When?', 'time_window', '{}', true, 'time', null, false, null, null),
    ('cleaning', 'access_instructions', 7, 'How does one get in?', 'text', '{}', true, 'location', null, true, null, null),
    ('cleaning', 'pets_present', 8, 'Are there pets?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('cleaning', 'photos_required', 9, 'Are photos of the result wanted?', 'yes_no', '{}', true, 'proof', null, false, null, null),
    ('moving', 'pickup_address', 1, 'Where from?', 'address', '{}', true, 'location', 'address', true, null, null),
    ('moving', 'dropoff_address', 2, 'Where to?', 'address', '{}', true, 'location', null, true, null, null),
    ('moving', 'item_inventory', 3, 'What is moved?', 'text', '{}', true, 'scope', null, false, null, null),
    ('moving', 'largest_item', 4, 'What is the largest piece?', 'text', '{}', true, 'scope', null, false, null, null),
    ('moving', 'stairs_pickup', 5, 'Are there stairs where it begins?', 'yes_no', '{}', true, 'location', null, false, null, null),
    ('moving', 'stairs_dropoff', 6, 'Are there stairs where it ends?', 'yes_no', '{}', true, 'location', null, false, null, null),
    ('moving', 'vehicle_type', 7, 'Which vehicle is needed?', 'choice', '{car,suv,pickup,cargo_van,box_truck}', true, 'scope', null, false, null, null),
    ('moving', 'time_window', 8, 'When?', 'time_window', '{}', true, 'time', null, false, null, null),
    ('moving', 'assembly_required', 9, 'Is anything taken apart or put together?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('moving', 'disposal_required', 10, 'Is anything thrown away?', 'yes_no', '{}', true, 'scope', null, false, null, null),
    ('assembly', 'item_description', 1, 'What is assembled?', 'text', '{}', true, 'scope', null, false, null, null),
    ('assembly', 'brand_model', 2, 'Which brand and model?', 'text', '{}', false, 'scope', null, false, null, null),
    ('assembly', 'tools_provided_by', 3, 'Who brings the tools?', 'choice', '{poster,hustler,either}', true, 'scope', null, false, null, null),
    ('assembly', 'parts_included', 4, 'Are all parts there?', 'yes_no', '{}', true, 'scope', null, false, null, null),
    ('assembly', 'location_in_home', 5, 'In which room?', 'text', '{}', true, 'location', null, false, null, null),
    ('assembly', 'wall_mounting', 6, 'Is it fixed to a wall?', 'yes_no', '{}', true, 'scope', null, false, null, null),
    ('assembly', 'address', 7, 'Where?', 'address', '{}', true, 'location', 'address', true, null, null),
    ('assembly', 'time_window', 8, 'When?', 'time_window', '{}', true, 'time', null, false, null, null),
    ('assembly', 'access_instructions', 9, 'How does one get in?', 'text', '{}', true, 'location', null, true, null, null),
    ('yard_work', 'address', 1, 'Where?', 'address', '{}', true, 'location', 'address', true, null, null),
    ('yard_work', 'task_specifics', 2, 'What is done?', 'text', '{}', true, 'scope', null, false, null, null),
    ('yard_work', 'yard_size', 3, 'How many square feet?', 'number', '{}', true, 'scope', null, false, null, null),
    ('yard_work', 'tools_provided_by', 4, 'Who brings the tools?', 'choice', '{poster,hustler,either}', true, 'scope', null, false, null, null),
    ('yard_work', 'disposal_method', 5, 'Where does the waste go?', 'choice', '{bags,yard_bin,hauled_away,left}', true, 'scope', null, false, null, null),
    ('yard_work', 'washing', 6, 'Is anything washed or watered?', 'yes_no', '{}', true, 'scope', null, false, null, null),
    ('yard_work', 'water_access', 7, 'Where is the water?', 'text', '{}', true, 'scope', null, false, 'washing', '{yes}'),
    ('yard_work', 'time_window', 8, 'When?', 'time_window', '{}', true, 'time', null, false, null, null),
    ('errands', 'store_preferences', 1, 'Which shops?', 'text', '{}', true, 'location', null, false, null, null),
    ('errands', 'item_list', 2, 'What is bought?', 'text', '{}', true, 'scope', null, false, null, null),
    ('errands', 'budget_limit', 3, 'How many dollars at most?', 'number', '{}', true, 'scope', null, false, null, null),
    ('errands', 'payment_method', 4, 'How is it paid for?', 'choice', '{reimbursed,prepaid,card_on_file}', true, 'scope', null, false, null, null),
    ('errands', 'substitution_policy', 5, 'What if something is not there?', 'choice', '{substitute,skip,contact}', true, 'scope', null, false, null, null),
    ('errands', 'delivery_address', 6, 'Where is it brought?', 'address', '{}', true, 'location', 'address', true, null, null),
    ('errands', 'time_window', 7, 'When?', 'time_window', '{}', true, 'time', null, false, null, null)
  ) as q (category, name, place, prompt, kind, options, is_blocking, cluster, field, is_private, asked_after, asked_if);

insert into law_question (code, purpose, category, place, prompt, kind, options, is_blocking, cluster,
    field, is_private, asked_after, asked_if) values
    ('general.outcome', 'general', null, 1, 'What shall be done when it is over?', 'text', '{}', true, 'scope', null, false, null, null),
    ('general.quantity', 'general', null, 2, 'How many or how much?', 'text', '{}', false, 'scope', null, false, null, null),
    ('general.address', 'general', null, 3, 'Where?', 'address', '{}', true, 'location', 'address', true, null, null),
    ('general.surroundings', 'general', null, 4, 'Inside or outside?', 'choice', '{indoor,outdoor,both}', true, 'location', null, false, null, null),
    ('general.access_instructions', 'general', null, 5, 'How does one get in?', 'text', '{}', true, 'location', null, true, 'general.surroundings', '{indoor,both}'),
    ('general.time_window', 'general', null, 6, 'When?', 'time_window', '{}', true, 'time', null, false, null, null),
    ('general.deadline_type', 'general', null, 7, 'How firm is the end?', 'choice', '{hard,flexible,none}', true, 'time', null, false, null, null),
    ('general.estimated_hours', 'general', null, 8, 'How many hours will it take?', 'number', '{}', true, 'time', null, false, null, null),
    ('general.tools_provided_by', 'general', null, 9, 'Who brings the tools?', 'choice', '{poster,hustler,either}', true, 'scope', null, false, null, null),
    ('general.materials_provided_by', 'general', null, 10, 'Who brings the materials?', 'choice', '{poster,hustler,either}', true, 'scope', null, false, null, null),
    ('general.disposal_required', 'general', null, 11, 'Is anything thrown away?', 'yes_no', '{}', true, 'scope', null, false, null, null),
    ('general.disposal_by', 'general', null, 12, 'Who takes the waste?', 'choice', '{poster,hustler}', true, 'scope', null, false, 'general.disposal_required', '{yes}'),
    ('general.photos_required', 'general', null, 13, 'Are photos of the result wanted?', 'yes_no', '{}', true, 'proof', null, false, null, null),
    ('general.photo_instructions', 'general', null, 14, 'What shall the photos show?', 'text', '{}', true, 'proof', null, false, 'general.photos_required', '{yes}'),
    ('universal.completion_proof', 'universal', null, 101, 'How does one see that it is done?', 'text', '{}', true, 'proof', null, false, null, null),
    ('universal.poster_present', 'universal', null, 102, 'Will you be there?', 'yes_no', '{}', true, 'scope', null, false, null, null),
    ('universal.contact_method', 'universal', null, 103, 'How are you reached?', 'choice', '{app,phone,text}', true, 'scope', null, false, null, null),
    ('universal.special_instructions', 'universal', null, 104, 'Anything else?', 'text', '{}', false, 'scope', null, false, null, null),
    ('electrical.live_wiring', 'risk', 'electrical', 201, 'Is it about live wiring?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('electrical.residential', 'risk', 'electrical', 202, 'Is it a home?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('electrical.value_band', 'risk', 'electrical', 203, 'What is it worth?', 'choice', '{under_100,100_to_500,over_500}', false, 'scope', null, false, null, null),
    ('plumbing.gas_line', 'risk', 'plumbing', 201, 'Is there a gas line?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('plumbing.permits', 'risk', 'plumbing', 202, 'Are permits needed?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('hvac.gas', 'risk', 'hvac', 201, 'Does it run on gas?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('appliance_install.gas_appliance', 'risk', 'appliance_install', 201, 'Does it run on gas?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('appliance_install.plumbing_connection', 'risk', 'appliance_install', 202, 'Is it connected to water?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('in_home_care.overnight', 'risk', 'in_home_care', 201, 'Is it overnight?', 'yes_no', '{}', false, 'scope', null, false, null, null),
    ('in_home_care.medical', 'risk', 'in_home_care', 202, 'Is there medical care?', 'yes_no', '{}', false, 'scope', null, false, null, null);
insert into task.question as q (code, purpose, category, place, prompt, kind, options, is_blocking, cluster,
    field, is_private, asked_after, asked_if)
select l.code, l.purpose, l.category, l.place, l.prompt, l.kind, l.options, l.is_blocking, l.cluster,
       l.field, l.is_private, l.asked_after, l.asked_if
  from law_question as l
on conflict (code) do update set purpose = excluded.purpose, category = excluded.category,
    place = excluded.place, prompt = excluded.prompt, kind = excluded.kind, options = excluded.options,
    is_blocking = excluded.is_blocking, cluster = excluded.cluster, field = excluded.field,
    is_private = excluded.is_private, asked_after = excluded.asked_after, asked_if = excluded.asked_if;

create temporary table law_escalation (like task.risk_escalation);
insert into law_escalation (question, answer, risk_level) values
    ('electrical.live_wiring', 'yes', 'high'), ('plumbing.gas_line', 'yes', 'high'),
    ('hvac.gas', 'yes', 'high'), ('appliance_install.gas_appliance', 'yes', 'high'),
    ('in_home_care.overnight', 'yes', 'critical'), ('in_home_care.medical', 'yes', 'critical');
insert into task.risk_escalation as e select l.* from law_escalation as l
on conflict on constraint risk_escalation_pkey do update set risk_level = excluded.risk_level;
delete from task.risk_escalation as e where not exists (
    select from law_escalation as l where (l.question, l.answer) = (e.question, e.answer));
delete from task.question as q where not exists (select from law_question as l where l.code = q.code);
drop table law_question, law_escalation;

create temporary table law_vague (like task.vague_answer);
insert into law_vague (pattern, message) values
    ('(as )?soon( as possible)?|asap|now|today|tomorrow|whenever|any ?time|later', 'Say a date and a time.'),
    ('(at )?(my|our|the) (place|home|house|apartment|flat|office)|here|home', 'Say the whole address.'),
    ('(some |my |the )?(stuff|things?|items?)|stuff and things|various|misc(ellaneous)?|etc', 'Say what it is.'),
    ('(a )?(normal|regular|standard|average|usual)( size| sized)?|not (too|that|very) (big|large|much)', 'Say how large.'),
    ('.*\m(they|you|he|she)(''ll| will) (figure|work|sort) it out\M.*|you know|whatever|anything|idk|n/?a|none|\?+|tbd', 'Say it yourself.');
insert into task.vague_answer as v select l.* from law_vague as l
on conflict (pattern) do update set message = excluded.message;
delete from task.vague_answer as v where not exists (select from law_vague as l where l.pattern = v.pattern);
drop table law_vague;

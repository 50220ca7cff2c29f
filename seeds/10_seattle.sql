-- Seattle: a bounding box until the polygons come, and its figures (decisions.md).
insert into city.city (id, code, name, state_code, time_zone, currency, boundary) values
    ('00000000-0000-7000-8000-00000000c001', 'seattle', 'Seattle', 'WA', 'America/Los_Angeles',
     'USD', ext.st_makeenvelope(-122.4596, 47.4810, -122.2244, 47.7341, 4326))
on conflict on constraint city_code_unique do nothing;

insert into city.rule (city_id, fee_bps, cancellation_bps, cancellation_cap_cents,
    cancellation_free, review_period, new_poster_completed, new_poster_cap_cents,
    new_poster_cancellations, live_multiplier) values
    ('00000000-0000-7000-8000-00000000c001', 1500, 1000, 2000, interval '5 minutes',
     interval '48 hours', 3, 50000, 3, 1.25)
on conflict (city_id) do nothing;

insert into trust.clearance (tier, level) values
    (1, 'low'), (2, 'low'), (2, 'medium'), (3, 'low'), (3, 'medium'), (3, 'high'),
    (4, 'low'), (4, 'medium'), (4, 'high'), (4, 'critical')
on conflict on constraint clearance_pkey do nothing;

insert into task.category (code, name, risk_level, required_trade) values
    ('moving', 'Moving', 'low', null), ('cleaning', 'Cleaning', 'low', null),
    ('delivery', 'Delivery', 'low', null), ('errands', 'Errands', 'low', null),
    ('yard_work', 'Yard work', 'low', null), ('assembly', 'Assembly', 'low', null),
    ('handyman', 'Handyman', 'low', null), ('pet_care', 'Pet care', 'low', null),
    ('tech_help', 'Tech help', 'low', null), ('organization', 'Organization', 'low', null),
    ('tutoring', 'Tutoring', 'low', null), ('other', 'Other', 'low', null),
    ('it_networking', 'IT networking', 'low', 'it_networking'),
    ('electrical', 'Electrical', 'medium', 'electrician'),
    ('plumbing', 'Plumbing', 'medium', 'plumber'), ('hvac', 'HVAC', 'medium', 'hvac'),
    ('appliance_install', 'Appliance installation', 'medium', 'appliance_install'),
    ('in_home_care', 'In-home care', 'medium', 'in_home_care'),
    ('general_contractor', 'General contracting', 'medium', 'general_contractor')
on conflict (code) do nothing;

insert into core.setting (name, value, comment) values
    ('environment', 'local', 'local or production; production refuses doubles and the test clock'),
    ('stripe_livemode', 'false', 'Which livemode of Stripe''s events is ours')
on conflict (name) do nothing;

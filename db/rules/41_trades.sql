-- Trades, and whether one needs a licence for them (domain.md §1.6).
insert into verification.trade (code, name, kind) values
    ('moving', 'Moving', 'low_risk'), ('yard_work', 'Yard work', 'low_risk'),
    ('cleaning', 'Cleaning', 'low_risk'), ('assembly', 'Assembly', 'low_risk'),
    ('errands', 'Errands', 'low_risk'),
    ('electrician', 'Electrician', 'regulated'), ('plumber', 'Plumber', 'regulated'),
    ('hvac', 'HVAC', 'regulated'), ('general_contractor', 'General contractor', 'regulated'),
    ('appliance_install', 'Appliance installation', 'regulated'),
    ('it_networking', 'IT networking', 'may_need_licence'),
    ('in_home_care', 'In-home care', 'may_need_licence')
on conflict (code) do update set name = excluded.name, kind = excluded.kind;

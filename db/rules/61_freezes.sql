-- What can be frozen (decisions.md, law).
insert into core.freeze (id, scope) values
    ('00000000-0000-7000-8000-00000000f001', 'FUNDING'),
    ('00000000-0000-7000-8000-00000000f002', 'TRANSFERS'),
    ('00000000-0000-7000-8000-00000000f003', 'REFUNDS'),
    ('00000000-0000-7000-8000-00000000f004', 'REVERSALS')
on conflict on constraint freeze_scope_unique do nothing;

-- The twenty badges (domain.md §6.2). A week is an ISO week of the city; early is before 09:00 there.
create temporary table law_badge (like badge.definition);
insert into law_badge (id, name, tier, kind, threshold, category) values
    ('first-task', 'First Steps', 1, 'completed_tasks', 1, null),
    ('streak-3', 'Getting Started', 1, 'streak_days', 3, null),
    ('streak-7', 'Week Warrior', 2, 'streak_days', 7, null),
    ('streak-30', 'Monthly Master', 3, 'streak_days', 30, null),
    ('trust-tier-2', 'Trusted Hustler', 1, 'trust_tier', 2, null),
    ('trust-tier-3', 'Reliable Pro', 2, 'trust_tier', 3, null),
    ('trust-tier-4', 'Elite Status', 3, 'trust_tier', 4, null),
    ('level-3', 'Apprentice', 1, 'level', 3, null),
    ('level-5', 'Rising Star', 2, 'level', 5, null),
    ('level-8', 'Expert', 3, 'level', 8, null),
    ('level-10', 'Legend', 4, 'level', 10, null),
    ('tasks-10', 'Dedicated', 1, 'completed_tasks', 10, null),
    ('tasks-25', 'Committed', 2, 'completed_tasks', 25, null),
    ('tasks-50', 'Veteran', 2, 'completed_tasks', 50, null),
    ('tasks-100', 'Centurion', 3, 'completed_tasks', 100, null),
    ('specialist-cleaning', 'Clean Machine', 1, 'category_tasks', 10, 'cleaning'),
    ('specialist-delivery', 'Speed Demon', 1, 'category_tasks', 10, 'delivery'),
    ('specialist-moving', 'Heavy Lifter', 1, 'category_tasks', 10, 'moving'),
    ('perfect-week', 'Perfect Week', 3, 'perfect_week', 7, null),
    ('early-bird', 'Early Bird', 2, 'early_tasks', 5, null);
insert into badge.definition as d select l.* from law_badge as l
on conflict (id) do update set name = excluded.name, tier = excluded.tier, kind = excluded.kind,
    threshold = excluded.threshold, category = excluded.category;
drop table law_badge;

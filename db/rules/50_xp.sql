-- Levels (domain.md §5.4).
insert into xp.level (level, name, threshold_xp) values
    (1, 'Rookie', 0), (2, 'Apprentice', 100), (3, 'Hustler', 300), (4, 'Pro', 700),
    (5, 'Expert', 1500), (6, 'Veteran', 2700), (7, 'Master', 4500), (8, 'Elite', 7000),
    (9, 'Legend', 10500), (10, 'Mythic', 18500)
on conflict (level) do update set name = excluded.name, threshold_xp = excluded.threshold_xp;

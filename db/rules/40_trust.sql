-- Tiers, risk levels and clearance (decisions.md Progress, domain.md §2.11 and §7).
insert into trust.tier (tier, name, xp_multiplier) values
    (1, 'ROOKIE', 1.0), (2, 'VERIFIED', 1.5), (3, 'TRUSTED', 2.0), (4, 'ELITE', 2.0)
on conflict (tier) do update set name = excluded.name, xp_multiplier = excluded.xp_multiplier;

create temporary table law_criterion (like trust.criterion);
insert into law_criterion (tier, requirement, threshold) values
    (2, 'completed_tasks', 5), (2, 'identity_verified', 1),
    (3, 'completed_tasks', 20), (3, 'approval_rate', 0.95),
    (4, 'completed_tasks', 100), (4, 'dispute_rate', 0.01), (4, 'rating', 4.8);
insert into trust.criterion as c select l.* from law_criterion as l
on conflict (tier, requirement) do update set threshold = excluded.threshold;
delete from trust.criterion as c where not exists (
    select from law_criterion as l where (l.tier, l.requirement) = (c.tier, c.requirement));
drop table law_criterion;

insert into trust.risk (level, min_tier, needs_trade, needs_insurance, needs_background) values
    ('low', 1, false, false, false), ('medium', 2, false, false, false),
    ('high', 3, true, true, false), ('critical', 4, true, true, true)
on conflict (level) do update set min_tier = excluded.min_tier,
    needs_trade = excluded.needs_trade, needs_insurance = excluded.needs_insurance,
    needs_background = excluded.needs_background;

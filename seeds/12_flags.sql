-- Feature flags, all off, and the figures of the beta: inserted once, then the operators' own.
-- @source ADM-06 ADM-07 ADM-10
insert into core.flag (name, is_on, comment) values
    ('beta_mode', false, 'Only so many accounts may be made (setting beta_accounts)'),
    ('beta_seattle_only', false, 'Work is posted in one city alone (setting beta_city)'),
    ('invite_required', false, 'Nobody joins without an invitation')
on conflict (name) do nothing;

insert into core.setting (name, value, comment) values
    ('beta_accounts', '200', 'How many accounts there may be while beta_mode is on'),
    ('beta_city', 'seattle', 'The city of beta_seattle_only, by its code'),
    ('draft_lifetime', '24 hours', 'How long a draft lies unedited before it is abandoned'),
    ('draft_ready_lifetime', '1 hour', 'The same once it is ready to be posted'),
    ('draft_kept', '30 days', 'How long what an abandoned draft says is kept'),
    ('onboarding_again_after', '7 days', 'How long after a round of onboarding no other begins')
on conflict (name) do nothing;

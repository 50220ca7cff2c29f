-- Dedicated test accounts with fixed ids, refused in production. @source SED-02
do $$
begin
    if core._is_production() then
        return;
    end if;
    insert into account.user (id, provider_uid, email, full_name, birth_date, accepted_terms_version)
    values
        ('00000000-0000-7000-8000-000000000001', 'seed:poster', 'poster@example.org',
         'Petra Poster', '1990-01-01', '2026-01'),
        ('00000000-0000-7000-8000-000000000002', 'seed:hustler', 'hustler@example.org',
         'Hugo Hustler', '1992-02-02', '2026-01'),
        ('00000000-0000-7000-8000-000000000003', 'seed:admin', 'admin@example.org',
         'Ada Admin', '1985-03-03', '2026-01'),
        ('00000000-0000-7000-8000-000000000004', 'seed:support', 'support@example.org',
         'Sara Support', '1991-04-04', '2026-01'),
        ('00000000-0000-7000-8000-000000000005', 'seed:moderator', 'moderator@example.org',
         'Mona Moderator', '1988-05-05', '2026-01'),
        ('00000000-0000-7000-8000-000000000006', 'seed:founder', 'founder@example.org',
         'Fred Founder', '1980-06-06', '2026-01')
    on conflict (id) do nothing;
    insert into account.staff (account_id, role)
    values
        ('00000000-0000-7000-8000-000000000003', 'hx_admin'),
        ('00000000-0000-7000-8000-000000000004', 'hx_support'),
        ('00000000-0000-7000-8000-000000000005', 'hx_moderator'),
        ('00000000-0000-7000-8000-000000000006', 'hx_founder')
    on conflict (account_id) do nothing;
    perform verification._declare(u.id, case u.provider_uid when 'seed:hustler' then 'hustler'
                when 'seed:poster' then 'poster' else 'both' end, u.location_state,
                case when u.provider_uid <> 'seed:poster' then array['moving', 'cleaning', 'errands'] end)
       from account.user as u
      where u.provider_uid ^@ 'seed:'
        and not exists (select from verification.claim as c where c.account_id = u.id);
end $$;

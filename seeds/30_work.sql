-- Sample work inside Seattle, posted by the test poster; refused in production. @source SED-01 SED-05
do $$
declare
    poster account.user;
begin
    select u.* into poster from account.user as u where u.email = 'poster@example.org';
    if core._is_production() or poster.id is null
       or exists (select from task.task as t where t.poster_id = poster.id)
    then
        return;
    end if;
    perform core._enter(poster.id,
        jsonb_build_object('subject', poster.provider_uid, 'email', poster.email), 'seed', false);
    perform task.create(title => s.title, description => s.description, category => s.category,
                price_cents => s.price_cents, deadline_at => core.now() + interval '14 days',
                address => s.address, latitude => s.latitude, longitude => s.longitude)
       from (values
        ('Carry a sofa to the third floor', 'A two-seater; the lift is too small.', 'moving', 8000,
         '400 Broad St, Seattle', 47.6205, -122.3493),
        ('Clean a studio', 'Windows too; everything needed is there.', 'cleaning', 9500,
         '1521 10th Ave, Seattle', 47.6148, -122.3196),
        ('Pick up groceries', 'The list comes with the acceptance.', 'errands', 2500,
         '85 Pike St, Seattle', 47.6089, -122.3406)
       ) as s (title, description, category, price_cents, address, latitude, longitude);
end $$;

-- Those of the books' own invariants that a full run of the reconciliation checks and that do not hold.
create or replace function audit._broken_invariants()
    returns setof stripe.difference
    language sql stable security definer set search_path = ''
as $$
    select row('invariant_broken', 'P1', i.name, md5(i.name)::uuid, null, null,
            jsonb_build_object('what', i.name, 'reference', i.name, 'state', i.violations || ' violations',
                'amount_cents', null, 'currency', null)::text, null, null, true)::stripe.difference
      from (select v.name, core._count(to_regclass('audit._proves_' || v.name)) as violations
              from audit._books_checked() as v (name)) as i
     where i.violations > 0
$$;

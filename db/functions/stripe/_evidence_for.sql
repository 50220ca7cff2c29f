-- What the task's own record says for the payment, in the fields that Stripe takes: texts, times, amounts; no
-- address and no contact.
create or replace function stripe._evidence_for(chargeback_id uuid)
    returns jsonb
    language sql stable security definer set search_path = ''
as $$
    select jsonb_strip_nulls(jsonb_build_object(
            'product_description', left(format('%s (%s): %s', t.title, t.category, t.description), 2000),
            'customer_name', p.full_name, 'customer_email_address', p.email,
            'service_date', to_char(coalesce(t.completed_at, t.accepted_at) at time zone c.time_zone,
                'YYYY-MM-DD'),
            'uncategorized_text', left(
                format('Work of %s %s, posted %s by the cardholder''s account.', e.amount_cents, e.currency,
                    core._iso(t.created_at))
                || coalesce(format(' Taken by a worker %s.', core._iso(t.accepted_at)), '')
                || coalesce((select string_agg(format(' Proof %s handed in %s%s with %s photos%s.', f.attempt,
                        core._iso(f.submitted_at),
                        coalesce(', ' || lower(f.state) || ' ' || core._iso(f.reviewed_at), ''),
                        (select count(*) from proof.photo as h where h.proof_id = f.id),
                        coalesce(': ' || f.description, '')), '' order by f.attempt)
                    from proof.proof as f where f.task_id = t.id and f.submitted_at is not null), '')
                || coalesce(format(' Completed %s.', core._iso(t.completed_at)), '')
                || coalesce((select format(' A dispute was opened %s for %s%s.', core._iso(d.created_at),
                        d.reason, coalesce(' and decided ' || d.outcome, ''))
                    from dispute.dispute as d where d.task_id = t.id), ''), 19000)))
      from stripe.chargeback as b
      join escrow.escrow as e on e.id = b.escrow_id
      join task.task as t on t.id = e.task_id
      join city.city as c on c.id = t.city_id
      join account.user as p on p.id = t.poster_id
     where b.id = _evidence_for.chargeback_id
$$;

-- A page of what a wish finds, and the cursor of the next.
create or replace function task._page(wanted task.wish, page_size integer)
    returns task.offers
    language plpgsql stable security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    how_many constant integer := coalesce(page_size, 20);
    walked task.candidate[] := array[]::task.candidate[];
    hits task.hit[] := array[]::task.hit[];
    last task.candidate;
    answer task.offers;
begin
    if cardinality(wanted.demands) > 0 then
        walked := task._walk(wanted, case when wanted.sort_by <> 'relevance' then how_many + 1
            else coalesce((select s.value::integer from core.setting as s
                            where s.name = 'feed_candidates'), 400) end);
    end if;
    if cardinality(walked) > 0 then
        hits := array(
            select row(r.task_id, r.metres, r.search_score, r.matching, r.relevance)::task.hit
              from task._ranked(wanted, task._taste(wanted.viewer, wanted.tier),
                       case when wanted.sort_by = 'relevance' then walked else walked[1:how_many] end,
                       how_many + 1) as r);
    end if;
    if wanted.sort_by <> 'relevance' and cardinality(walked) > how_many then
        last := walked[how_many];
        answer.next_cursor := task._cursor(wanted, case wanted.sort_by
            when 'distance' then last.metres::text
            when 'deadline' then (extract(epoch from last.deadline_at) * 1000000)::bigint::text
            when 'newest' then '0' else last.price_cents::text end, last.task_id);
    elsif wanted.sort_by = 'relevance' and cardinality(hits) > how_many then
        answer.next_cursor := task._cursor(wanted, hits[how_many].relevance::text, hits[how_many].task_id);
    end if;
    answer.items := array(
        select row(t.id, t.title, t.category, t.price_cents, t.currency, t.mode, t.requires_proof, t.cell,
                   t.zone, row(u.id, u.full_name, u.avatar_url, s.tier)::task.person, t.deadline_at,
                   t.created_at, round((h.metres / 1609.344)::numeric, 1), h.matching, h.relevance,
                   h.search_score)::task.offer
          from unnest(hits[1:how_many]) with ordinality
                   as h (task_id, metres, search_score, matching, relevance, place)
          join task.task as t on t.id = h.task_id
          join account.user as u on u.id = t.poster_id
          join trust.standing as s on s.account_id = u.id
         order by h.place);
    return answer;
end $$;

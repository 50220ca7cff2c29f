-- How good it is to work for those who have work open, anew; who has none open is forgotten.
create or replace function task.refresh_poster_quality()
    returns integer
    language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
    changed integer;
begin
    delete from task.poster_quality as q
     where not exists (select from task.opening as o where o.poster_id = q.account_id);
    insert into task.poster_quality as q (account_id, posted, dispute_rate, response, quality, computed_at)
    select f.account_id, f.posted, f.dispute_rate, f.response,
           task._quality_score(f.posted, f.dispute_rate, f.response), core.now()
      from (select w.poster_id as account_id, w.posted,
                   least(1, (select count(*) from dispute.dispute as d where d.poster_id = w.poster_id)
                       / w.posted::numeric) as dispute_rate,
                   (select avg(p.reviewed_at - p.submitted_at) from proof.proof as p
                     where p.reviewer_id = w.poster_id and p.reviewed_at > p.submitted_at) as response
              from (select t.poster_id, count(*) as posted
                      from (select distinct o.poster_id from task.opening as o) as o
                      join task.task as t on t.poster_id = o.poster_id
                     group by t.poster_id) as w) as f
     order by f.account_id
    on conflict on constraint poster_quality_pkey do update
       set posted = excluded.posted, dispute_rate = excluded.dispute_rate,
           response = excluded.response, quality = excluded.quality,
           computed_at = excluded.computed_at;
    get diagnostics changed = row_count;
    return changed;
end $$;

comment on function task.refresh_poster_quality is $$Compute how good it is to work for everybody who has work open: how much he posted, how often it
was disputed, how fast he reviewed. Once an hour.
@returns how many people
@errors none
@source domain.md §10.4$$;

grant execute on function task.refresh_poster_quality to hx_job;

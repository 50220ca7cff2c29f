-- The questions of the calibration, as they are asked now.
create or replace function onboarding.get_calibration()
    returns onboarding.calibration_view
    language sql stable security definer set search_path = ''
as $$
    select row(c.version, (
            select array_agg(row(q.code, q.prompt, (
                    select array_agg(o.code order by o.place) from onboarding.option as o
                     where (o.version, o.question) = (q.version, q.code)))::onboarding.question_view
                order by q.place)
              from onboarding.question as q
             where q.version = c.version and q.code <> 'daytime'))::onboarding.calibration_view
      from onboarding.calibration as c
     where c.is_current
$$;

comment on function onboarding.get_calibration is $$The questions with which an onboarding begins, and their options.
@returns the version and its questions
@errors none
@source ELI-13$$;

grant execute on function onboarding.get_calibration to hx_member;

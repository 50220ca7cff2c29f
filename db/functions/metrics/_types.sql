-- Shapes of metrics procedures.
do $$
begin
    if to_regtype('metrics.gauge') is null then
        create type metrics.gauge as (
            name text, help text, label text, label_value text, label_2 text, label_2_value text,
            value numeric);
    end if;
end $$;
comment on type metrics.gauge is
    'A figure for operators, with at most two labels of few values each. @nullable label label_value label_2
label_2_value';

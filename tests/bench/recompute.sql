\set n random(1, :people)
select verification._recompute(bench.person(:n));

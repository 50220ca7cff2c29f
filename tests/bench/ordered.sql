\set n random(0, 499)
select o.task from bench.ordered(:n) as o;

"""Questions in SQL that are wrong, hostile or without end."""

import shutil
from pathlib import Path
from random import Random

from fuzz.inputs import Input
from fuzz.kept_runs import finished
from fuzz.mutations import HOSTILE, mutated_text

SOUND = (
    "select run, posture, avg(war) from outcomes group by all",
    "select month, q50 from curves where series = 'war'",
    "select * from draws limit 3",
    "with a as (select * from outcomes) select count(*) from a, a as b",
    "select now(), current_date, interval 3 month, '2020-01-01'::timestamptz, [1, null], {'a': 1}",
    "select 1e400, 'nan'::double",
    "select 170141183460469231731687303715884105727::hugeint, 0.1::decimal(38, 37), '\\x00'::blob, uuid()",
    "select '290000-01-01'::date, 'infinity'::timestamp, time '23:00', interval '1 year' * 1000000",
    "select x'00', chr(0), '\u202e', '😀', repeat('x', 5000)",
    "summarize outcomes", "describe draws", "show tables", "from outcomes",
    "select map {'a': [1]}, union_value(a := 1), [[1]], {'a': {'b': null}}, array[1, 2]::integer[2], '1'::json",
)  # fmt: skip
HOSTILE_SQL = (
    "", ";", "select", "select 1; select 2", "select 1;", "-- x", "select 1 --", "select '", 'select "', "select $1",
    "select ?",
    "copy outcomes to 'out.csv'", "attach 'x.db'", "create table x (a int)", "drop view outcomes",
    "insert into draws values (1)",
    "install httpfs", "load httpfs", "pragma database_list", "set threads = 1", "call pragma_version()",
    "explain select 1",
    "select * from '/etc/passwd'", "select * from read_csv('/etc/passwd')", "select * from read_text('manifest.json')",
    "select * from glob('/*')", "select getenv('HOME')", "select * from duckdb_settings()", "export database 'x'",
    "select * from nowhere", "select nothing from outcomes", "select 1/0, -1 % 0, sqrt(-1)", "select error('x')",
    "select x from range(3) t(x)",
    "select * from range(200000)", "select " + "(" * 3000 + "1" + ")" * 3000, "select " + " + ".join(["1"] * 3000),
    "select " + ", ".join(f"{n} as c{n}" for n in range(500)), "select repeat('x', 100000)", "select range(100000)",
    "values (1), (2)",
    "select 1 as \"\u202ea\", 2 as \"[bold]\", 3 as a, 4 as a", "select \udcff", "select '\ud800'", "select '\0'",
    "begin", "select chr(55296)", "select time '25:00'", "pivot curves on month using first(q50)", "vacuum",
    "checkpoint",
    "with recursive a(n) as (select 1 union all select n + 1 from a where n < 1000) select max(n) from a",
)  # fmt: skip

# ended when the time is up, which is short here
ENDLESS = (
    "select count(*) from range(1000000000) a, range(1000000000) b",
    "with recursive a(n) as (select 1 union all select n + 1 from a) select max(n) from a",
    "select * from outcomes a, outcomes b, outcomes c, outcomes d",
    "select list_sum(range(100000000)), repeat('x', 1000000000)",
    "select string_agg(repeat('x', 1000000), '') from range(100000)",
)  # fmt: skip


def question(rng: Random, at: Path) -> Input:
    """A question to one sound run."""
    shutil.copytree(finished(), at / "run")
    which = rng.random()
    if which < 0.4:
        sql = mutated_text(rng, rng.choice(SOUND)).decode(errors="replace")
    elif which < 0.85:
        sql = rng.choice(HOSTILE_SQL + SOUND)
    elif which < 0.9:
        sql = rng.choice(ENDLESS)
    else:
        sql = f"select {rng.choice(HOSTILE)} from {rng.choice(('outcomes', 'draws, curves', 'range(9)'))}"
    shown = rng.choice(((), ("--json",), ("--csv",)))
    more = ("--limit", rng.choice(("1", "0", "-1", "x", "9" * 30))) if rng.random() < 0.1 else ()
    return Input((("query", "--root", "run", "--seconds", "3", *more, *shown, "--", sql),))

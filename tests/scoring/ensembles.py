"""Small made-up ensembles and rows for the judge's tests."""

import numpy as np
import polars as pl

from partystate.core.dates import month_text
from partystate.evidence import EventTarget, Observable, Row

EPOCH = 1900 * 12
BIRTHS = Observable(
    "population.births",
    "persons",
    ("region",),
    "year",
    ("truth",),
    "Births",
    "people",
    "positive",
    1.0,
    1e6,
    1e7,
    True,
)
SHARE = Observable(
    "society.share",
    "share",
    (),
    "year",
    ("truth",),
    "A share",
    "people",
    "share",
    0.001,
    0.02,
    0.98,
    False,
)
STOCK = Observable(
    "population.total",
    "persons",
    ("region",),
    "1 Jan",
    ("truth",),
    "People",
    "people",
    "positive",
    1.0,
    None,
    None,
    True,
)
REVIEWED = Observable(
    "party.expelled_share",
    "share",
    (),
    "purge",
    ("truth",),
    "Share put out",
    "party",
    "share",
    0.001,
    0.005,
    0.4,
    False,
)
OBSERVABLES = {o.name: o for o in (BIRTHS, SHARE, STOCK)}


def row(
    id="r1",
    time="1930",
    low=None,
    central=100.0,
    high=None,
    role="validate",
    tolerance="measured",
    observable="population.births",
    scale="positive",
    series="s",
    group="",
    members=None,
    combine="sum",
    theme="people",
    base="",
):
    """One row; everything else stands still."""
    return Row(
        id=id,
        headline="literature",
        kind="quantity",
        observable=observable,
        level="truth",
        time=time,
        group=group,
        members=members or ((group, 1.0),),
        combine=combine,
        low=low,
        central=central,
        high=high,
        stated=(low, central, high),
        unit="persons",
        source="test",
        place="",
        verified=True,
        role=role,
        tolerance=tolerance,
        scale=scale,
        series=series,
        theme=theme,
        base=base,
        statement="",
    )


def write_ensemble(folder, columns, runs):
    """`columns`: (observable, group, time) -> values [runs]."""
    parts = folder / "parts"
    parts.mkdir(parents=True)
    frames = [
        pl.DataFrame(
            {
                "run": pl.Series(range(runs), dtype=pl.Int32),
                "observable": [o] * runs,
                "level": ["truth"] * runs,
                "time": [t] * runs,
                "group": [g] * runs,
                "value": np.asarray(v, float),
                "unit": ["persons"] * runs,
            }
        )
        for (o, g, t), v in columns.items()
    ]
    pl.concat(frames).write_parquet(parts / "part-0.parquet")
    return folder


def target(
    claim="C1",
    part=1,
    kind="removed",
    person="x",
    body="council",
    requires=("x in council",),
    first=24,
    last=30,
):
    """An event claim of one part; months are counted from EPOCH."""
    window = (EPOCH + first, EPOCH + last)
    return EventTarget(
        f"{claim}.{part}",
        claim,
        part,
        kind,
        "",
        person,
        body,
        "",
        requires,
        "1902",
        "year",
        *window,
        "",
        "",
        "",
    )


def ledger_table(events):
    """Events as (run, months from EPOCH, kind, target, office)."""
    texts = [month_text(EPOCH + m) for _, m, *_ in events]
    return pl.DataFrame(
        {
            "run": pl.Series([e[0] for e in events], dtype=pl.Int32),
            "time": texts,
            "kind": [e[2] for e in events],
            "actor": [""] * len(events),
            "target": [e[3] for e in events],
            "office": [e[4] for e in events],
        }
    )

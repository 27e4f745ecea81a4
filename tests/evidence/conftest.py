"""Folders of evidence for the tests: the bundled one, and a small one that each test may spoil."""

from __future__ import annotations

from pathlib import Path

import pytest


def _lines(*lines: str) -> str:
    """The text of a file."""
    return "\n".join(lines) + "\n"


MINI = {
    "evidence.toml": _lines(
        'title = "t"',
        'licence = "CC BY 4.0"',
        'source = "book"',
        'latest = "1953-12"',
        'episode_starts = ["1926-01", "1929-12"]',
    ),
    "sources.csv": _lines(
        "key,citation,kind",
        "book,A book,text",
        "yearbook,A yearbook 1930,literature",
    ),
    "observables.csv": _lines(
        "observable,unit,axes,frequency,levels,definition",
        'grain.harvest,Mt,region,year,"truth,known",Barn harvest',
        "society.literacy,share,region,census,truth,Literate",
    ),
    "observable_scales.csv": _lines(
        "observable,theme,scale,resolution,prior_low,prior_high,additive",
        "grain.harvest,land,positive,0.05,30,110,yes",
        "society.literacy,people,share,,0.1,1,no",
    ),
    "units.csv": _lines(
        "unit,to,factor",
        "bushels,Mt,2.7e-8",
    ),
    "claims.csv": _lines(
        "id,section,line,kind,role,level,date,observable,low,central,high,unit,band_low,"
        "band_high,attribution,statement",
        "S001,Land,3-4,quantity,validate,truth,1930,grain.harvest[north],1000000,2000000,"
        "3000000,tonnes,,,,A harvest",
        "S002,Power,5,event,validate,truth,1929-11,,,,,,,,,A removal",
        "S003,Land,6,direction,validate,truth,1930/..,grain.harvest,,,,,,,,It falls",
    ),
    "claims_map.csv": _lines(
        "claim,tolerance_class,reason",
        "S001,estimated,",
    ),
    "gazetteer.csv": _lines(
        "label,axis,member,weight,weight_low,weight_high,valid_from,valid_to,source,verified",
        "North,region,North,1,1,1,,,our split,yes",
        "[north],region,North,1,1,1,,,our split,yes",
        "Both,region,North,1,1,1,1922,1936-12-05,our split,yes",
        "Both,region,South,0.75,0.7,0.8,1922,1936-12-05,our split,yes",
        "Both,region,North,1,1,1,1936-12-05,,our split,yes",
        "Greeks and Turks,nationality,Greek,0.6,0.5,0.7,,,our split,no",
        "Greeks and Turks,nationality,Turkish,0.4,0.3,0.5,,,our split,no",
        "Abroad,region,(abroad),,,,,,,yes",
    ),
    "series_map.csv": _lines(
        "file,series,unit,region,group,period_from,period_to,verified,event_type,kind,"
        "observable,level,group_template,unit_factor,time_rule,link,tolerance_class,"
        "scale,role,theme,reason",
        "grain,harvest,Mt,-,,,,,,quantity,grain.harvest,truth,,1,as_given,,estimated,"
        "positive,even,land,",
        "grain,harvest,Mt,!-,,,,,,quantity,grain.harvest,truth,region={region},1,"
        "as_given,,estimated,positive,validate,land,",
        "grain,prices,rubles,,,,,,,quantity,,,,1,,,,,context,,prices: no observable",
    ),
    "record/grain.csv": _lines(
        "series,unit,period_start,period_end,region,group,low,central,high,source,verified,note",
        "harvest,Mt,1929,1929,,,60,65,70,A yearbook 1930,yes,",
        "harvest,Mt,1930,1930,,,,70,,A yearbook 1930,no,",
        "harvest,Mt,1930,1930,Both,,,40,,A yearbook 1930,yes,",
        "prices,rubles,1930,1930,,,,1.5,,A yearbook 1930,yes,",
    ),
    "events.csv": _lines(
        "id,claim,part,kind,actor,target,body,office,requires,window,window_kind,"
        "episode_start,note,reason",
        "S002.1,S002,1,removed,,a,council,,a in council,1929-11,month,1926-01,,",
    ),
    "directions.csv": _lines(
        "id,claim,response,group,sign,window,min_effect,test,mechanism,dose,note,reason",
        "S003.1,S003,grain.harvest,,-,1930/1933,5%,contrast,,dry | wet,,",
    ),
}


@pytest.fixture
def ussr() -> Path:
    """The bundled evidence."""
    import partystate.evidence as package

    return Path(package.__file__).parents[1] / "countries" / "ussr" / "evidence"


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A sound small folder, one level below its country."""
    folder = tmp_path / "country" / "evidence"
    for name, text in MINI.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def spoil(mini: Path):
    """`spoil(file, old, new)` changes one piece of a file of the small folder."""

    def change(name: str, old: str, new: str) -> Path:
        text = (mini / name).read_text(encoding="utf-8")
        assert old in text
        (mini / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return mini

    return change

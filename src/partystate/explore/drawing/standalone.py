"""A drawing that leaves the page: with its title, its sources and its colours inside."""

from __future__ import annotations

import re

from markupsafe import Markup

STYLE = """
svg{background:#fdfdfb;font-family:Georgia,'Times New Roman',serif}
text{fill:#5f6b76}.title{fill:#1f2933}.grid{stroke:#e4e7eb}.hit{fill:none}
.outer{opacity:.16}.inner{opacity:.24}.line{fill:none;stroke-width:2}
path.s0,circle.s0{fill:#22577a}path.s1,circle.s1{fill:#9a6412}path.s2,circle.s2{fill:#b23a48}
path.s3,circle.s3{fill:#4d7c4a}
.line.s0,.mark.s0{stroke:#22577a;fill:none}.line.s1,.mark.s1{stroke:#9a6412;fill:none}
.line.s2,.mark.s2{stroke:#b23a48;fill:none}.line.s3,.mark.s3{stroke:#4d7c4a;fill:none}
.line.later{stroke-dasharray:5 4;stroke-width:1.5}.beyond{fill:#5f6b76;opacity:.08}
.mark{stroke-width:1.6;fill:#fdfdfb}.r-not{stroke:#b23a48}.r-used{stroke:#9a6412}
.r-in{stroke:#6d7883}.full.r-not circle{fill:#b23a48}.full.r-used circle{fill:#9a6412}
.full.r-in circle{fill:#6d7883}.tile{stroke:#fdfdfb}.ink{fill:#1f2933}.pale{fill:#ffffff}
.hatch{fill:url(#hatched)}.rule{stroke:#5f6b76;stroke-width:2}.rule.model{stroke:#22577a}
.rule.record{stroke:#b23a48}.end.model{fill:#22577a}.end.record{fill:#b23a48}
"""
LETTERS, LINE = 14, 18
LONGEST = 108  # characters of a line beneath
VIEW = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def standalone(svg: str, title: str, below: list[str]) -> str:
    """The drawing with `title` above and lines beneath, in the colours of paper."""
    found = VIEW.search(svg)
    assert found is not None
    width, height = int(found[1]), int(found[2])
    lines = [line for text in below for line in _wrapped(text)]
    above, beneath = 34, 14 + LINE * len(lines)
    start, end = svg.index(">") + 1, svg.rindex("</svg>")
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" '
        'font-size="{2}"><style>{3}</style><rect width="100%" height="100%" fill="#fdfdfb"/>'
        '<text class="title" x="4" y="20" font-size="17">{4}</text>'
    ).format(width, height + above + beneath, LETTERS, Markup(STYLE), title)
    body = f'<g transform="translate(0 {above})">{svg[start:end]}</g>'
    foot = Markup("").join(
        Markup('<text x="4" y="{}" font-size="13">{}</text>').format(
            height + above + 18 + LINE * i, line
        )
        for i, line in enumerate(lines)
    )
    return f"{head}{body}{foot}</svg>"


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) > LONGEST:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if line else lines

"""Figures of regions as GeoJSON (RFC 7946), which QGIS, R and web maps open: a point a region, as a
country has positions of its regions and no borders."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import polars as pl


def points(
    regions: pl.DataFrame,
    values: Mapping[str, Mapping[str, float]],
    about: Mapping[str, str],
) -> str:
    """The text of a collection of points.

    Arguments:
        regions: the country's table, with `region`, `lat` and `lon` [degrees].
        values: numbers of each region by name; regions without any are left out.
        about: properties that all of them have: observable, time, unit, source.
    """
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(lon), float(lat)]},
            "properties": {"region": region, **_finite(values[region]), **about},
        }
        for region, lat, lon in regions.select("region", "lat", "lon").iter_rows()
        if region in values
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _finite(numbers: Mapping[str, float]) -> dict[str, float | None]:
    """Numbers as JSON has them; what is none is null."""
    return {name: n if math.isfinite(n) else None for name, n in numbers.items()}

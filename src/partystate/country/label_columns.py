"""Columns whose cells are labels of another table: column -> (table, its column)."""

REGION = {"region": ("regions", "region")}
NATIONALITY = {"nationality": ("nationalities", "nationality")}
FAITH = {"faith": ("faiths", "faith")}
PARAMETER = {"parameter": ("parameters", "parameter")}

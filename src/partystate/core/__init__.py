"""Axes, units, dates, draws, shape checks and run status: no word of the subject, nothing imported
from above."""

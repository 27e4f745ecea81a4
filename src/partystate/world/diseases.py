"""The diseases whose course is reckoned; their order is that of the arrays."""

DISEASES = ("typhus", "malaria", "cholera")
# 1 where carriers come over the border and nobody at home keeps it
FROM_ABROAD = tuple(1.0 if disease == "cholera" else 0.0 for disease in DISEASES)

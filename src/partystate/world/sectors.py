"""The two departments of industry, the products counted in tonnes and kilowatt hours, and who pays
for what is invested; their order is that of the arrays."""

SECTORS = ("producer", "consumer")
PRODUCER, CONSUMER = range(len(SECTORS))
PRODUCTS = ("steel", "coal", "oil", "electricity")
SOURCES = ("consumption", "peasants", "trade", "forced")

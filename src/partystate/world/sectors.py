"""The two departments of industry and the products counted in tonnes and kilowatt hours; their order is that of the arrays."""

SECTORS = ("producer", "consumer")
PRODUCER, CONSUMER = range(len(SECTORS))
PRODUCTS = ("steel", "coal", "oil", "electricity")

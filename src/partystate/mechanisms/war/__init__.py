"""A war on the country's own land: there only in months in which one may be fought."""

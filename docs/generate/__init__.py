"""Reference documents, made from the code and the data: `python -m docs.generate`."""

"""Sphinx: `make docs` builds docs/site, which opens without a network."""

from partystate import __version__

project = "partystate"
author = "the partystate authors"
release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["site", "generate"]

html_theme = "furo"
html_title = f"partystate {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_show_copyright = False
html_copy_source = False
pygments_style = "friendly"

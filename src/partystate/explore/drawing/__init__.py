"""Charts drawn by the server as SVG: whole without scripts, in the colours of the page."""

"""A page of HTML as the standard library reads it."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "hr", "input", "path", "line", "rect", "circle"}


class Page(HTMLParser):
    """Collects ids and links of a page, and whether tags balance."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.open, self.crossed = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.links += [attrs[k] for k in ("src", "href", "xlink:href", "action") if k in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.crossed.append(tag)
        else:
            self.open.pop()

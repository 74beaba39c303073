"""The forms of a page as a browser would send them."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._fields: Fields | None = None
        self._select: tuple[str, list[str], list[str]] | None = None  # name, chosen, all
        self._text: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a form, a field or an option."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = (given.get("name", ""), [], [])
        elif tag == "option" and self._select:
            self._select[2].append(given.get("value", ""))
            if "selected" in given:
                self._select[1].append(given.get("value", ""))
        elif tag == "textarea":
            self._text = (given.get("name", ""), [])

    def handle_endtag(self, tag: str) -> None:
        """Lay down what has ended."""
        if tag == "form":
            self._fields = None
        elif tag == "select" and self._select:
            name, chosen, every = self._select
            self._put(name, *(chosen or every[:1]))
            self._select = None
        elif tag == "textarea" and self._text:
            self._put(self._text[0], "".join(self._text[1]))
            self._text = None

    def handle_data(self, data: str) -> None:
        """Collect a text area."""
        if self._text:
            self._text[1].append(data)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if "name" in given and (kind not in ("checkbox", "radio") or "checked" in given):
            self._put(given["name"], given.get("value", ""))

    def _put(self, name: str, *values: str) -> None:
        if self._fields is not None:
            self._fields.setdefault(name, []).extend(values)


def forms_of(page: str) -> dict[str, Fields]:
    """Return what each form of a page would send, by its action: every field with its values in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms

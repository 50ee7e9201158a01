"""What the tests of the register's admin share: its addresses, its forms as they come back."""

from html.parser import HTMLParser

from django.urls import reverse


def address(name, *args):
    return reverse(f"admin:partnerships_{name}", args=args)


def act(client, action, rows, model="partnership", **more):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return client.post(address(f"{model}_changelist"), data, follow=action != "export_csv")


class _Fields(HTMLParser):
    """The fields of a page's large form with the values a browser would send back."""

    def __init__(self):
        super().__init__()
        self.data, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in ("submit", "file"):
            if attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs:
                self.data.setdefault(name, []).append(attrs.get("value", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.data.setdefault(self.select, []).append(attrs.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.data[name] = [""]

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.data[self.area][0] += data.removeprefix("\n").removeprefix("\r\n")


def fields_of(page):
    parser = _Fields()
    parser.feed(page.text)
    return {name: values for name, values in parser.data.items() if "__prefix__" not in name}


def save(client, url, **changes):
    """Open the page, change these fields, save; a value of None leaves the field out."""
    data = {**fields_of(client.get(url)), **changes}
    return client.post(url, {name: value for name, value in data.items() if value is not None}, follow=True)

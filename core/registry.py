"""Where an upper app shows itself on a lower app's page without being imported by it.

Each registry is filled in `AppConfig.ready()` and read in the order given there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise


@dataclass(frozen=True)
class NavigationEntry:
    """A place in the main navigation; `url_name` is reversed when the page is drawn."""

    label: str | Promise
    url_name: str
    order: int


@dataclass(frozen=True)
class AccountEntry:
    """A place that some people reach from the menu under their name; `may(user)` says who."""

    label: str | Promise
    url_name: str
    order: int
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class Panel:
    """A part of another app's page.

    `data(obj, user)` gives what the template prints under the name `panel`, or None to stay away.
    """

    page: str
    name: str
    template: str
    order: int
    data: Callable[[Any, Any], Any]


@dataclass(frozen=True)
class MailKind:
    """A list of notices that readers choose about: at once, in the weekly digest, or never.

    The description says in a sentence what comes. What cannot wait in a digest has `digestible=False`.
    """

    name: str
    label: str | Promise
    description: str | Promise
    digestible: bool = True


@dataclass(frozen=True)
class MailPurpose:
    """What a mail is for; `still_wanted(ids)` is asked for a batch of messages just before sending.

    It gives the ids of the messages that may still go out; without it all may. The text of a
    confidential one (a code, a link that opens a door) is erased once it is sent. One without a
    `kind` is transactional: somebody waits for it, so it goes out at once whatever they chose.
    """

    name: str
    label: str | Promise
    still_wanted: Callable[[Iterable[int]], set[int]] | None = None
    confidential: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Estate:
    """What people hold for an institution, and leave to a colleague when they leave it.

    `count(user, institution)` says how much there is; `hand_over(user, institution, to, by)` gives all of
    it to a colleague, or to nobody with `to=None`, and says how much that was. It runs within the caller's
    transaction, and once more changes nothing.
    """

    name: str
    label: str | Promise
    count: Callable[[Any, Any], int]
    hand_over: Callable[[Any, Any, Any, Any], int]


@dataclass(frozen=True)
class PersonalData:
    """What an app keeps of a person beside the account.

    `tell(user)` gives it as plain data, for the person; `forget(user)` erases it within the caller's
    transaction, while the account still has its address.
    """

    name: str
    tell: Callable[[Any], Any]
    forget: Callable[[Any], None]


@dataclass(frozen=True)
class Reportable:
    """A page about a record, of which anyone may say that something is wrong with it.

    `find(kwargs, user)` takes the arguments of the page's address and gives the record with the ids of the
    institutions that own it; None for what is not there, or not for this person to see.
    """

    url_name: str
    find: Callable[[dict[str, Any], Any], tuple[Any, Iterable[int]] | None]


@dataclass(frozen=True)
class Merging:
    """What an app puts right when two rows of a model become one.

    `begin(keep, drop)` is called before anything moves, and gives what to do once all has; both within the
    caller's transaction.
    """

    name: str
    model: str
    begin: Callable[[Any, Any], Callable[[], None]]


@dataclass(frozen=True)
class Followable:
    """A kind of record that people follow, to hear what is new about it.

    `visible(user)` gives those that this person may know of; `address(record)` is where one reads about it.
    With `is_whole` it is the kind that is followed, such as all stories, and no single one of it: then
    `address` is given the model.
    """

    name: str
    label: str | Promise
    model: str
    visible: Callable[[Any], Any]
    address: Callable[[Any], str]
    is_whole: bool = False


@dataclass(frozen=True)
class KeptList:
    """A list whose searches people keep, to hear what new they find.

    `clean(query)` gives the pairs of an address that say what is sought, without page and look; none where
    nothing is. `words(pairs)` says them to people. `find(pairs, user)` gives what it finds for this person: for each
    kind of news the rows, as a query that is not asked yet.
    """

    name: str
    label: str | Promise
    url_name: str
    clean: Callable[[Any], list[tuple[str, str]]]
    words: Callable[[list[tuple[str, str]]], str]
    find: Callable[[list[tuple[str, str]], Any], Iterable[tuple[str, Any]]]


@dataclass(frozen=True, eq=False)
class Searchable:
    """A kind of record that the search over everything finds, in the table of a model with a column `search`.

    `listed(user)` gives those that this person may find, `newest` the order in which the latest come first.
    `told` says what a line of the results prints, as expressions on the table: `title`, `text`, `note`,
    `languages` and `countries` (codes), `dated`, `is_demo`, and `key`, of which `address` makes the page's
    address. `filters` gives for each filter of the search the condition that its values set; a kind is not
    found under a filter that it does not know. `changed` is the column that says when a row changed. `named` is a column whose folded words have an index of
    trigrams, so that close spellings are found in it. `one` is the word for a single one, `label` for all.
    `weight` is how much of its rank counts beside the other kinds.
    """

    name: str
    one: str | Promise
    label: str | Promise
    order: int
    model: Any
    listed: Callable[[Any], Any]
    newest: tuple[str, ...]
    told: dict[str, Any]
    address: Callable[[str], str]
    filters: dict[str, Callable[[list[str]], Any]]
    changed: str = "updated_at"
    named: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class ApiFamily:
    """Resources of the API that a token may read together, or may not; `name` is what its scopes say."""

    name: str
    label: str | Promise
    order: int


Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """Entries by name; the same name twice is a mistake of the programmer."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, name: str, entry: Entry) -> None:
        if name in self._entries:
            raise ValueError(f"{name} is registered already")
        self._entries[name] = entry

    def get(self, name: str) -> Entry:
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())


_navigation: Registry[NavigationEntry] = Registry()
_account_entries: Registry[AccountEntry] = Registry()
_panels: Registry[Panel] = Registry()
_mail_purposes: Registry[MailPurpose] = Registry()
_mail_kinds: Registry[MailKind] = Registry()
_estates: Registry[Estate] = Registry()
_personal_data: Registry[PersonalData] = Registry()
_reportables: Registry[Reportable] = Registry()
_mergings: Registry[Merging] = Registry()
_followables: Registry[Followable] = Registry()
_kept_lists: Registry[KeptList] = Registry()
_searchables: Registry[Searchable] = Registry()
_api_families: Registry[ApiFamily] = Registry()


def add_navigation(label: str | Promise, url_name: str, order: int) -> None:
    _navigation.add(url_name, NavigationEntry(label, url_name, order))


def navigation() -> list[NavigationEntry]:
    return sorted(_navigation, key=lambda entry: entry.order)


def add_account_entry(entry: AccountEntry) -> None:
    _account_entries.add(entry.url_name, entry)


def account_entries(user: Any) -> list[AccountEntry]:
    """Those that this person may open, in their order."""
    return sorted((entry for entry in _account_entries if entry.may(user)), key=lambda entry: entry.order)


def add_panel(panel: Panel) -> None:
    _panels.add(f"{panel.page}:{panel.name}", panel)


def panels_for(page: str, obj: Any, user: Any) -> list[dict[str, Any]]:
    """What each panel of a page shows this user, those with nothing to show left out."""
    panels = sorted((p for p in _panels if p.page == page), key=lambda panel: panel.order)
    filled = [(panel, panel.data(obj, user)) for panel in panels]
    return [{"name": p.name, "template": p.template, "data": data} for p, data in filled if data is not None]


def add_mail_kind(kind: MailKind) -> None:
    _mail_kinds.add(kind.name, kind)


def mail_kind(name: str) -> MailKind:
    return _mail_kinds.get(name)


def mail_kinds() -> list[MailKind]:
    return list(_mail_kinds)


def add_mail_purpose(purpose: MailPurpose) -> None:
    """Its kind must be there already. A confidential text cannot wait for a digest, nor be left unread."""
    if purpose.kind and (purpose.confidential or purpose.kind not in _mail_kinds):
        raise ValueError(f"{purpose.name} cannot be of the kind {purpose.kind}")
    _mail_purposes.add(purpose.name, purpose)


def mail_purpose(name: str) -> MailPurpose:
    return _mail_purposes.get(name)


def mail_purposes() -> list[MailPurpose]:
    return list(_mail_purposes)


def add_estate(estate: Estate) -> None:
    _estates.add(estate.name, estate)


def estates() -> list[Estate]:
    return list(_estates)


def add_personal_data(kept: PersonalData) -> None:
    _personal_data.add(kept.name, kept)


def kept_of_people() -> list[PersonalData]:
    return list(_personal_data)


def add_reportable(url_name: str, find: Callable[[dict[str, Any], Any], tuple[Any, Iterable[int]] | None]) -> None:
    _reportables.add(url_name, Reportable(url_name, find))


def reportable(url_name: str) -> Reportable | None:
    """What is known of the record on a page; None where the page is about none."""
    return _reportables.get(url_name) if url_name in _reportables else None


def add_merging(merging: Merging) -> None:
    _mergings.add(merging.name, merging)


def mergings_of(model: str) -> list[Merging]:
    """For `community.Institution`, say."""
    return [merging for merging in _mergings if merging.model == model]


def add_followable(followable: Followable) -> None:
    _followables.add(followable.name, followable)


def followables() -> list[Followable]:
    return list(_followables)


def followable(name: str) -> Followable | None:
    return _followables.get(name) if name in _followables else None


def add_kept_list(kept: KeptList) -> None:
    _kept_lists.add(kept.name, kept)


def kept_list(name: str) -> KeptList | None:
    return _kept_lists.get(name) if name in _kept_lists else None


def add_searchable(searchable: Searchable) -> None:
    _searchables.add(searchable.name, searchable)


def searchables() -> list[Searchable]:
    return sorted(_searchables, key=lambda searchable: searchable.order)


def add_api_family(name: str, label: str | Promise, order: int) -> None:
    _api_families.add(name, ApiFamily(name, label, order))


def api_families() -> list[ApiFamily]:
    return sorted(_api_families, key=lambda family: family.order)

"""F11: two authors write the same story in three tabs; they type, their text is kept and saved, in any order and at once.

The second of two who read the same text is answered 409 with both, and takes over what is missing. What readers have
stays as it was published.
"""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.drills.writing_tab import Tab, words

FAULT = "F11"
INTERLEAVINGS, STEPS, STORIES = 100, 8, 60
STANDS = (
    "SELECT p.id, s.context FROM knowledge_story s JOIN knowledge_piece p ON p.id = s.piece_ptr_id"
    " LEFT JOIN knowledge_piece of ON of.id = p.revises_id WHERE %s IN (p.slug, of.slug) ORDER BY p.id"
)
TABS = st.integers(0, 2)
AS_A_DRILL = settings(
    max_examples=INTERLEAVINGS,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Seen:
    """What is counted over all interleavings."""

    def __init__(self) -> None:
        self.interleavings = self.saved = self.refused = self.both = 0
        self.lost = self.unread = self.not_shown = self.changed = 0
        self.statuses: list[int] = []


@pytest.fixture
def there(stack):
    file = stack.place / "stories.json"
    stack.ask_knowledge("stories", str(STORIES), str(file))
    return json.loads(file.read_text())


class Editors(RuleBasedStateMachine):
    """One story in the hands of two people. `stack`, `seen`, `slugs`, `sessions` and `numbers` are set by the drill."""

    @initialize()
    def open_all(self):
        self.slug = next(self.slugs)
        first, second = self.sessions
        self.tabs = [Tab(self.stack.web_port, session) for session in (first, first, second)]
        self.published, self.before = self.stored()
        self.typed = set(self.before)
        for tab in self.tabs:
            tab.open(self.slug)
        self.seen.interleavings += 1

    def stored(self):
        """The text that was there first, which published is the one that readers have; the words of what is written."""
        rows = self.stack.rows(STANDS, self.slug)
        return rows[0][1], words(rows[-1][1])

    @rule(at=TABS)
    def type(self, at):
        word = f"word-{next(self.numbers)}"
        self.typed.add(word)
        self.tabs[at].type(word)

    @rule(at=TABS)
    def keep(self, at):
        self.tabs[at].keep()

    @rule(at=TABS)
    def save(self, at):
        self.answer_to(at)

    def answer_to(self, at):
        """The status with which a save was answered; whoever is refused takes over what is missing."""
        tab, own = self.tabs[at], self.tabs[at].words
        status, shown = tab.save()
        stands = self.look()
        self.seen.saved += status == 302
        self.seen.refused += status == 409
        if status == 409:
            self.seen.not_shown += len(own - tab.words) + len((stands | own) - words(shown + tab.text))
            tab.take_over(stands)
        return status

    @rule(first=TABS, second=TABS)
    def act_at_once(self, first, second):
        """Two tabs save; or one tab is saved while it is kept."""
        one, other = self.tabs[first], self.tabs[second]
        with ThreadPoolExecutor(2) as pool:
            begun = [pool.submit(one.save), pool.submit(other.keep if one is other else other.save)]
            answers = [each.result() for each in begun]
        stands = self.look()
        self.seen.both += 1
        for tab, answer in zip((one, other), answers, strict=True):
            if answer == 409 or (isinstance(answer, tuple) and answer[0] == 409):
                tab.take_over(stands)

    def look(self):
        """What stands now; what stood before is in it, or somebody wrote over what they had not read."""
        stands = self.stored()[1]
        self.seen.unread += len(self.before - stands)
        self.before = stands
        return stands

    def teardown(self):
        if not hasattr(self, "before"):
            return
        for at in (0, 1, 2):  # each saves what it has, and what it had to take over from the others first
            while self.answer_to(at) != 302:
                pass
        first, stands = self.stored()
        self.seen.lost += sum(map(len, self.typed - stands))
        self.seen.changed += first != self.published
        for tab in self.tabs:
            self.seen.statuses += tab.statuses


def test_f11_two_authors_of_a_draft(stack, there, figures, round_):
    write(stack, there, "drafts", figures, round_)


def test_f11_two_authors_of_a_published_story(stack, there, figures, round_):
    seen = write(stack, there, "published", figures, round_)

    figures.exactly(0, "published texts that changed", seen.changed)


def write(stack, there, kind, figures, round_):
    stack.start_broker()
    stack.start_web()
    seen = Seen()
    of_drill = {"stack": stack, "seen": seen, "sessions": there["sessions"], "numbers": itertools.count(1)}
    machine = type("Drill", (Editors,), of_drill | {"slugs": itertools.cycle(there[kind])})

    run_state_machine_as_test(seed(round_)(machine), settings=AS_A_DRILL)

    figures.at_least(INTERLEAVINGS, "interleavings", seen.interleavings)
    figures.at_least(INTERLEAVINGS, "saves", seen.saved)
    figures.at_least(INTERLEAVINGS, "saves refused with 409", seen.refused)
    figures.note("moments at which two acted at once", seen.both)
    figures.exactly(0, "characters lost", seen.lost)
    figures.exactly(0, "words written over by who had not read them", seen.unread)
    figures.exactly(0, "words of either that a page with 409 did not show", seen.not_shown)
    figures.exactly(0, "answers 5xx", sum(status >= 500 for status in seen.statuses))
    return seen

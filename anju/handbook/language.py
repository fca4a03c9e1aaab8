"""What may not be said to a resident, found in a text before it leaves. Pure.

Whole phrases are looked for as people write them: full and half width, capitals, and blanks
between the letters make no difference. What the resident said is theirs (业主说“…”), a phrase
inside a harmless word is none (喂养), and a refusal that goes on to an offer is service
(我不清楚,我帮您问).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from anju.handbook.states import Level, Shape

__all__ = [
    "Finding",
    "Level",
    "Rule",
    "Shape",
    "check",
    "compact",
    "pieces",
    "strictest",
]

STRICT = {level: rank for rank, level in enumerate(Level)}
OFFER_WITHIN = 40
"""Characters after a refusal within which the offer must begin."""

_QUOTES = re.compile(r"“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|\"[^\"\n]*\"")
_OWN_WORDS = re.compile(
    r"(?:我|我们|我方|本人|客服|前台|物业|同事|师傅|员工)[^,。;!?、]{0,4}(?:说|讲|回|答|答复|回复|告诉您|告诉你)(?:道|过|了)?[::,]?$"
)
_RESIDENT = "业主|住户|客户|租户|家属|来电人|来访人|对方|当事人"
_TOLD = re.compile(
    rf"(?:{_RESIDENT})[^,。;!?\n]{{0,6}}?(?:说|讲|称|反映|反应|表示|提到|投诉|抱怨|描述|认为|要求)"
    r"[::,]?[^,。;!?\n]*"
)
_OFFER = re.compile(
    r"帮您|为您|给您|替您|陪您|向您(?:核实|了解|说明|汇报)|请您稍|您稍等|帮你|我去|我来|我先|我这就|我马上|我立刻|我立即|我现在"
    r"|我们来|我们先|我们会|我们马上|我们这就|马上(?:去|联系|安排|核实|查|问|请)|这就(?:去|联系|安排|核实|查|问|请)"
    r"|可以(?:帮|为|替|请|联系)|会(?:联系|安排|核实|转告|转达|请|派)|已(?:联系|安排|转告|请)"
)
_NOT = re.compile(r"[不没别无甭][^,。;!?]{0,2}$")
_BETWEEN = re.compile(r"[\s\u200b\u200c\u200d\ufeff*_~·.\-]")
_SENTENCE_END = re.compile(r"[。!?!?\n]")
_SHAPES = {
    Shape.MOBILE: re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    Shape.IDENTITY: re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dx](?![\da-z])"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as the check needs it.

    :param phrases: the phrase and its other spellings.
    :param unless: words and turns in which a phrase is harmless; they must contain it.
    :param is_excused_by_offer: whether an offer that follows makes it right.
    """

    level: Level
    phrases: Sequence[str]
    unless: Sequence[str] = ()
    is_excused_by_offer: bool = False
    why: str = ""
    better: str = ""
    shape: Shape = Shape.WORDS


@dataclass(frozen=True, slots=True)
class Finding:
    """A phrase found: `text[start:end]` as it was typed, why it is there, what would be better."""

    level: Level
    phrase: str
    start: int
    end: int
    why: str
    better: str


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without blanks, half width, small; `places` leads back to the characters typed."""

    text: str
    places: Sequence[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1


def check(text: str, *, rules: Iterable[Rule]) -> list[Finding]:
    """Return what should not be said so, in the order of the text; empty if nothing is wrong.

    Of findings that overlap, the strictest stays, then the longest.
    """
    plain = _plain(text)
    theirs = list(_words_of_others(text))
    found = [
        finding
        for rule in rules
        for finding in _findings(text, plain, rule)
        if not any(start <= finding.start and finding.end <= end for start, end in theirs)
    ]
    found.sort(key=lambda each: (STRICT[each.level], each.start - each.end, each.start))
    kept: list[Finding] = []
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def strictest(findings: Iterable[Finding]) -> Level | None:
    """Return the strictest level of the findings; None without any."""
    return min((each.level for each in findings), key=STRICT.__getitem__, default=None)


def pieces(text: str, findings: Sequence[Finding]) -> Iterator[tuple[str, Finding | None]]:
    """Yield a text cut into what is right (None) and what was found, for showing it marked."""
    at = 0
    for each in findings:
        if each.start > at:
            yield text[at : each.start], None
        yield text[each.start : each.end], each
        at = each.end
    if at < len(text):
        yield text[at:], None


def compact(text: str) -> str:
    """Return a text as phrases are compared: half width, small letters, without blanks."""
    return _plain(text).text


def _findings(text: str, plain: _Plain, rule: Rule) -> Iterator[Finding]:
    for start, end in _matches(plain.text, rule):
        first, last = plain.back(start, end)
        if rule.is_excused_by_offer and _offer_follows(text[last:]):
            continue
        yield Finding(rule.level, text[first:last], first, last, rule.why, rule.better)


def _matches(plain: str, rule: Rule) -> Iterator[tuple[int, int]]:
    if rule.shape != Shape.WORDS:
        yield from (found.span() for found in _SHAPES[rule.shape].finditer(plain))
        return
    harmless = [span for word in rule.unless for span in _spans(plain, word)]
    for phrase in rule.phrases:
        for start, end in _spans(plain, phrase):
            if not any(low <= start and end <= high for low, high in harmless):
                yield start, end


def _spans(plain: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand; Latin ones only whole (sb, not usb)."""
    wanted = _plain(words).text
    start = plain.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if not (_runs_on(plain, start - 1, start) or _runs_on(plain, end, end - 1)):
            yield start, end
        start = plain.find(wanted, start + 1)


def _runs_on(plain: str, outside: int, inside: int) -> bool:
    """Tell whether a Latin word or a number goes on beyond its end."""
    if not 0 <= outside < len(plain):
        return False
    return _is_latin(plain[outside]) and _is_latin(plain[inside])


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _plain(text: str) -> _Plain:
    letters: list[str] = []
    places: list[int] = []
    for place, typed in enumerate(text):
        if _BETWEEN.match(typed):
            continue
        for letter in unicodedata.normalize("NFKC", typed).lower():
            letters.append(letter)
            places.append(place)
    return _Plain("".join(letters), places)


def _words_of_others(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the resident's words stand: what is quoted, and what they are said to have said.

    What staff quote of themselves (我说“…”) stays theirs.
    """
    for quote in _QUOTES.finditer(text):
        if not _OWN_WORDS.search(text[: quote.start()]):
            yield quote.span()
    for told in _TOLD.finditer(text):
        yield told.span()


def _offer_follows(after: str) -> bool:
    """Tell whether help is offered in the same sentence or the next one."""
    ends = [found.end() for found in _SENTENCE_END.finditer(after)]
    within = after[: ends[1]] if len(ends) > 1 else after
    for offer in _OFFER.finditer(within[: OFFER_WITHIN + 6]):
        if offer.start() <= OFFER_WITHIN and not _NOT.search(within[: offer.start()]):
            return True
    return False

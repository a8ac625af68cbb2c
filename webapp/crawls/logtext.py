"""Bytes of a log as text that a reader can trust: lines, and nothing that acts."""

import codecs
from dataclasses import dataclass

from webapp.crawls import nodelog
from webapp.crawls.models import Job
from webapp.crawls.nodelog import LogPart

WINDOW = 1_048_576  # bytes that are searched at once
WINDOWS = 8  # of them in one search
MOST_FOUND = 200  # lines
SHOWN = 400  # characters of a line that was found
LONGEST_LETTER = 3  # bytes, without the first
_SEEN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in {9, 10}}
_TURNS = (0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SEEN |= {code: f"\\u{code:04x}" for code in _TURNS}


@dataclass(frozen=True, slots=True)
class LogText:
    """What stands between two places of a log that was `size` bytes long."""

    start: int
    end: int
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """Lines with their places, and how far back was searched."""

    lines: list[tuple[int, str]]
    reached: int


def visible(text: str) -> str:
    """Return text whose control characters are seen, not obeyed; line breaks and tabs stay."""
    return text.replace("\r\n", "\n").translate(_SEEN)


def as_text(part: LogPart) -> LogText:
    """Return a part as text, without the halves of letters at its ends."""
    begin = 0
    while part.start and begin < LONGEST_LETTER and _is_inside(part.content[begin : begin + 1]):
        begin += 1
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(part.content[begin:])
    held = len(decoder.getstate()[0])
    return LogText(part.start + begin, part.end - held, part.size, visible(text))


def _is_inside(byte: bytes) -> bool:
    """Say whether it is a byte of a letter that begins before it."""
    return bool(byte) and byte[0] & 0xC0 == 0x80  # noqa: PLR2004 -- as UTF-8 has it


def search(job: Job, words: str, before: int | None = None) -> Found:
    """Find lines that hold some words, in any case, the last ones first read.

    At most 8 MB are read; `reached` is where a further search goes on.
    """
    end = nodelog.tail(job).size if before is None else before
    found: list[tuple[int, str]] = []
    for _ in range(WINDOWS):
        if end <= 0 or len(found) >= MOST_FOUND:
            break
        start = max(end - WINDOW, 0)
        content = nodelog.part(job, start, end - start).content
        if start and (newline := content.find(b"\n")) + 1 and newline + 1 < len(content):
            start, content = start + newline + 1, content[newline + 1 :]
        found = [*_matches(content, start, words), *found]
        end = start
    return Found(found[-MOST_FOUND:], end)


def _matches(content: bytes, start: int, words: str) -> list[tuple[int, str]]:
    found = []
    for line in content.split(b"\n"):
        text = line.decode("utf-8", "replace")
        place = text.lower().find(words.lower())
        if place >= 0:
            begin = max(place - SHOWN // 2, 0)
            found.append((start, visible(text[begin : begin + SHOWN].rstrip("\r"))))
        start += len(line) + 1
    return found

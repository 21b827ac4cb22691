"""Stretches of a text that are the same in every language: addresses, handles, file names.

Found are URLs with a scheme, e-mail addresses, bare host names with or without a path, names of
document files, @handles and #hashtags. All of them are ASCII: the Japanese letter that adjoins an
address ends it. Versions, figures ("1.234"), degrees ("S.H.") and a missing space after a full stop
("dll.dan") are not addresses.
"""

from __future__ import annotations

import re

# Only top-level domains that are no Indonesian word or degree, since a full stop without a space
# after it is common in pasted text ("selesai.ini"). Hence no .in, .ke, .la, .si, .ag, .no, .it.
_TOP_LEVEL = frozenset(
    """com net org edu gov mil int info biz name mobi asia app dev ai io co me tv cc xyz site online
    website store shop blog news cloud tech club live page link agency academy foundation world
    id jp my sg th ph vn tl bn kh mm cn hk tw kr au nz uk ie us ca br mx ru ua eu de fr nl be ch at
    es pt se fi dk pl cz gr tr ae sa qa eg za pk bd lk np""".split()
)
_FILE_TYPES = frozenset(
    """pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv tsv json xml html htm zip rar 7z jpg
    jpeg png gif svg tif tiff mp3 mp4 mov wav epub""".split()
)

_SCHEME = r"(?:https?|ftps?|sftp)://[\w\-.~:/?#\[\]@!$&'()*+,;=%]++"
_EMAIL = r"(?<![\w.%+-])[\w.%+-]{1,64}+@[\w-]++(?:\.[\w-]++)++"
_HOST = r"(?<![\w.@-])[\w-]++(?:\.[\w-]++)++"
_TAIL = r"(?::\d{2,5}+)?(?:[/?#][\w\-.~:/?#\[\]@!$&'()*+,;=%]*+)?"
_HANDLE = r"(?<![\w.@#/&])(?:@\w{2,}+(?:\.\w++)*+|#(?=\d*+[a-z_])\w{2,}+)"
_CANDIDATE = re.compile(
    f"(?P<scheme>{_SCHEME})|(?P<email>{_EMAIL})|(?P<host>{_HOST})(?P<tail>{_TAIL})|{_HANDLE}",
    re.ASCII | re.IGNORECASE,
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
_TRAILING = ".,;:!?'*_~"
_CLOSERS = {")": "(", "]": "["}


def protected_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans (start, end) of what must reach the target unchanged, in order, not overlapping."""
    return tuple((m.start(), end) for m in _CANDIDATE.finditer(text) if (end := _end(m)))


def _end(match: re.Match[str]) -> int | None:
    """Where the address in `match` ends, without the sentence's punctuation; None if it is none."""
    if host := match["host"]:
        name = host.rstrip("-_")
        if not (_is_host(name) or _is_file(name)):
            return None
        if not match["tail"] or name != host:
            return match.start() + len(name)
    elif email := match["email"]:
        name = email.rstrip("-_")
        return match.start() + len(name) if _is_address(name) else None
    return match.start() + _without_trailing(match[0])


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        return False
    *names, top = labels
    if names[0].lower() == "www" and len(names) > 1:
        return True
    if top.lower() not in _TOP_LEVEL or all(name.isdigit() for name in names):
        return False
    # "M.Me" is a degree or initials, "x.com" a host.
    return len(names[-1]) > 1 or host.islower()


def _is_file(name: str) -> bool:
    stem, _, suffix = name.rpartition(".")
    return suffix.lower() in _FILE_TYPES and any(c.isalpha() for c in stem)


def _is_address(email: str) -> bool:
    """Whether an e-mail address has a name and a host; any alphabetic top level will do."""
    local, _, host = email.partition("@")
    labels = host.split(".")
    return (
        local.strip(".") != ""
        and all(_LABEL.fullmatch(label) for label in labels)
        and labels[-1].isalpha()
        and len(labels[-1]) > 1
    )


def _without_trailing(address: str) -> int:
    """Length of `address` without punctuation and unopened brackets at its end."""
    end = len(address)
    opened = {closer: address.count(opener) for closer, opener in _CLOSERS.items()}
    closed = {closer: address.count(closer) for closer in _CLOSERS}
    while end:
        last = address[end - 1]
        if last in _CLOSERS and closed[last] > opened[last]:
            closed[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end

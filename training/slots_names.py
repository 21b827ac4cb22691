"""Names, addresses and places for templates, written in both languages."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "template_data"

Values = tuple[str, str]


@cache
def table(name: str) -> tuple[Values, ...]:
    """Return the two columns of a file in ``template_data``."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip()]
    return tuple((row[0], row[1]) for row in rows)


def indonesian_name(rng: random.Random) -> Values:
    """An Indonesian personal name in Latin letters and katakana, parts joined by ``・``."""
    parts = rng.sample(table("names_id"), rng.choice((1, 2, 2, 2, 3)))
    return " ".join(p[0] for p in parts), "・".join(p[1] for p in parts)


def japanese_name(rng: random.Random) -> Values:
    """A Japanese name, given name first in Indonesian: ``Kenji Morishita`` ↔ ``森下健二``."""
    family, given = rng.choice(table("family_names_ja")), rng.choice(table("given_names_ja"))
    return f"{given[0]} {family[0]}", f"{family[1]}{given[1]}"


def email(rng: random.Random) -> Values:
    """An address, the same on both sides."""
    host = _host(rng)
    user = rng.choice(("humas", "info", "layanan", "kontak", "sekretariat", "pengaduan", "admin"))
    first = rng.choice(table("names_id"))[0].lower()
    text = rng.choice((user, first, f"{first[0]}.{first}", f"{user}{rng.randint(1, 99)}"))
    return f"{text}@{host}", f"{text}@{host}"


def web(rng: random.Random) -> Values:
    """A web address, the same on both sides."""
    page = rng.choice(("", "", "/berita", "/layanan", "/pengumuman", f"/{rng.randint(10, 99999)}"))
    prefix = rng.choice(("https://", "www.", "https://www.", ""))
    text = f"{prefix}{_host(rng)}{page}"
    return text, text


def phone(rng: random.Random) -> Values:
    """A telephone number, the same on both sides."""
    digits = [rng.randint(1000, 9999) for _ in range(2)]
    area = rng.choice(("(021)", "(0274)", "0812", "0878", "+62", "03", "(031)"))
    joint = " " if area[0] in "(+" else "-"
    text = f"{area}{joint}{digits[0]}-{digits[1]}"
    return text, text


def code(rng: random.Random) -> Values:
    """A document number, the same on both sides: ``B/412/KS.01/2024``."""
    letters = "".join(rng.choice("ABCDEHKLMPRSTU") for _ in range(rng.randint(2, 3)))
    first, number, year = rng.choice("ABSK"), rng.randint(1, 999), rng.randint(2018, 2027)
    text = f"{first}/{number}/{letters}.{rng.randint(1, 20):02d}/{year}"
    return text, text


def _host(rng: random.Random) -> str:
    """Return a made-up host name of an office or a firm."""
    syllables = "ka ban su ra men di pu ta ko lin da mo sa ri".split()
    endings = ".go.id kab.go.id kota.go.id .or.jp .lg.jp .ac.id .com".split()
    name = "".join(rng.choice(syllables) for _ in range(rng.randint(2, 4)))
    return name + rng.choice(endings)


def place(rng: random.Random) -> Values:
    """A regency, city or province: ``Kabupaten Sleman`` ↔ ``スレマン県``."""
    name, kana = rng.choice(table("places_id"))
    indonesian, japanese = rng.choice((("Kabupaten", "県"), ("Kabupaten", "県"), ("Kota", "市")))
    return f"{indonesian} {name}", f"{kana}{japanese}"


def town(rng: random.Random) -> Values:
    """The bare name of an Indonesian place."""
    return rng.choice(table("places_id"))


def post(rng: random.Random) -> Values:
    """An official's post."""
    return rng.choice(table("posts"))


def ministry(rng: random.Random) -> Values:
    """A ministry or agency."""
    return rng.choice(table("ministries"))

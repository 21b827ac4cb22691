"""Dates, amounts and law citations for templates, written in both languages."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal

from training.quantities import write_indonesian, write_japanese

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
)
ID_DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
JA_DAYS = "月火水木金土日"
ZONES = {
    "WIB": "西部インドネシア時間",
    "WITA": "中部インドネシア時間",
    "WIT": "東部インドネシア時間",
    "": "",
}
REGULATIONS = (
    ("Undang-Undang", "法律"),
    ("Undang-Undang", "法律"),
    ("Peraturan Pemerintah", "政令"),
    ("Peraturan Presiden", "大統領令"),
    ("Keputusan Presiden", "大統領決定"),
    ("Instruksi Presiden", "大統領指示"),
    ("Peraturan Menteri Keuangan", "財務大臣規則"),
    ("Peraturan Menteri Dalam Negeri", "内務大臣規則"),
    ("Peraturan Menteri Kesehatan", "保健大臣規則"),
    ("Peraturan Gubernur", "州知事規則"),
    ("Peraturan Bupati", "県知事規則"),
    ("Peraturan Daerah", "地方条例"),
)

Values = tuple[str, str]


def _day(rng: random.Random) -> datetime.date:
    """Return a day between 1999 and 2031, recent ones more often."""
    first = datetime.date(2018 if rng.random() < 0.75 else 1999, 1, 1)
    days = (datetime.date(2031, 12, 31) - first).days
    return first + datetime.timedelta(days=rng.randrange(days))


def date(rng: random.Random) -> Values:
    """``12 Maret 2024`` ↔ ``2024年3月12日``."""
    day = _day(rng)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日"


def day_month(rng: random.Random) -> Values:
    """``12 Maret`` ↔ ``3月12日``."""
    day = _day(rng)
    return f"{day.day} {MONTHS[day.month - 1]}", f"{day.month}月{day.day}日"


def month(rng: random.Random) -> Values:
    """``Maret 2024`` ↔ ``2024年3月``."""
    day = _day(rng)
    return f"{MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月"


def weekday_date(rng: random.Random) -> Values:
    """``Selasa, 12 Maret 2024`` ↔ ``2024年3月12日(火)``."""
    day = _day(rng)
    indonesian = f"{ID_DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"
    return indonesian, f"{day.year}年{day.month}月{day.day}日({JA_DAYS[day.weekday()]})"


def slash_date(rng: random.Random) -> Values:
    """``Rabu (9/11/2022)`` ↔ ``2022年11月9日(水)``: the day comes first; the year may be absent."""
    day = _day(rng)
    name, kanji = ID_DAYS[day.weekday()], JA_DAYS[day.weekday()]
    form = "{:02d}/{:02d}" if rng.random() < 0.25 else "{}/{}"
    short = form.format(day.day, day.month)
    if rng.random() < 0.25:
        return f"{name} ({short})", f"{day.month}月{day.day}日({kanji})"
    return f"{name} ({short}/{day.year})", f"{day.year}年{day.month}月{day.day}日({kanji})"


def slash_only(rng: random.Random) -> Values:
    """``(9/11/2022)`` ↔ ``2022年11月9日``."""
    day = _day(rng)
    return f"({day.day}/{day.month}/{day.year})", f"{day.year}年{day.month}月{day.day}日"


def year(rng: random.Random) -> Values:
    """``2024`` ↔ ``2024``."""
    value = str(rng.randint(1945, 2045))
    return value, value


def clock(rng: random.Random) -> Values:
    """``pukul 14.30 WIB`` ↔ ``西部インドネシア時間午後2時30分``."""
    hour, minute = rng.randint(5, 22), rng.choice((0, 0, 0, 15, 30, 30, 45, rng.randint(1, 59)))
    zone = rng.choice(tuple(ZONES))
    indonesian = f"pukul {hour:02d}.{minute:02d} {zone}".rstrip()
    if (hour, minute) == (12, 0):
        return indonesian, f"{ZONES[zone]}正午"
    half = "午前" if hour < 12 else "午後"
    minutes = f"{minute}分" if minute else ""
    return indonesian, f"{ZONES[zone]}{half}{hour % 12}時{minutes}"


def _amount(rng: random.Random, scales: tuple[str, ...]) -> Values:
    """Return a number with an Indonesian scale word and the same in 万, 億, 兆."""
    scale = rng.choice(scales)
    powers = {"ribu": 3, "juta": 6, "miliar": 9, "triliun": 12}
    places = rng.choice((0, 0, 1, 1, 2))
    number = Decimal(rng.choice((rng.randint(1, 99), rng.randint(1, 999)))) + (
        Decimal(rng.randint(0, 10**places - 1)) / 10**places
    )
    value = number * 10 ** powers[scale]
    return write_indonesian(value, f"1 {scale}"), write_japanese(value, "1万")


def rupiah(rng: random.Random) -> Values:
    """``Rp4,5 miliar`` ↔ ``45億ルピア``, ``Rp250.000`` ↔ ``25万ルピア``."""
    if rng.random() < 0.25:
        value = Decimal(rng.randint(1, 999) * rng.choice((500, 1000, 2500, 10_000)))
        return f"Rp{write_indonesian(value, '1.000')}", f"{write_japanese(value, '1万')}ルピア"
    indonesian, japanese = _amount(rng, ("juta", "miliar", "miliar", "triliun"))
    return f"Rp{indonesian}", f"{japanese}ルピア"


def yen(rng: random.Random) -> Values:
    """``7,2 miliar yen`` ↔ ``72億円``."""
    indonesian, japanese = _amount(rng, ("ribu", "juta", "miliar", "triliun"))
    return f"{indonesian} yen", f"{japanese}円"


def dollars(rng: random.Random) -> Values:
    """``US$1,5 miliar`` or ``1,5 miliar dolar AS`` ↔ ``15億ドル``."""
    indonesian, japanese = _amount(rng, ("juta", "miliar"))
    written = f"US${indonesian}" if rng.random() < 0.4 else f"{indonesian} dolar AS"
    return written, f"{japanese}ドル"


def count(rng: random.Random) -> Values:
    """``2.811.749`` ↔ ``281万1749``."""
    value = Decimal(rng.randint(11, 10 ** rng.randint(2, 7)))
    return write_indonesian(value, "1"), write_japanese(value, "1万" if value >= 10_000 else "1")


def small(rng: random.Random) -> Values:
    """``12`` ↔ ``12``."""
    value = str(rng.randint(2, 40))
    return value, value


def percent(rng: random.Random) -> Values:
    """``12,5 persen`` ↔ ``12.5%``."""
    value = f"{rng.uniform(0.1, 99):.{rng.choice((0, 1, 1, 2))}f}"
    sign = rng.choice((" persen", " persen", "%"))
    return f"{value.replace('.', ',')}{sign}", f"{value}%"


def decimal(rng: random.Random) -> Values:
    """``6,8`` ↔ ``6.8``."""
    value = f"{rng.uniform(1, 9.9):.1f}"
    return value.replace(".", ","), value


def law(rng: random.Random) -> Values:
    """``Undang-Undang Nomor 25 Tahun 2009`` ↔ ``2009年法律第25号``."""
    indonesian, japanese = rng.choice(REGULATIONS)
    number, year_ = rng.randint(1, 140), rng.randint(1985, 2026)
    return f"{indonesian} Nomor {number} Tahun {year_}", f"{year_}年{japanese}第{number}号"


def article(rng: random.Random) -> Values:
    """``Pasal 5 ayat (2) huruf b`` ↔ ``第5条第2項b号``."""
    number = rng.randint(1, 120)
    indonesian, japanese = f"Pasal {number}", f"第{number}条"
    if rng.random() < 0.7:
        part = rng.randint(1, 9)
        indonesian, japanese = f"{indonesian} ayat ({part})", f"{japanese}第{part}項"
        if rng.random() < 0.3:
            letter = rng.choice("abcdefgh")
            indonesian, japanese = f"{indonesian} huruf {letter}", f"{japanese}{letter}号"
    return indonesian, japanese


def cited(rng: random.Random) -> Values:
    """``Pasal 5 ayat (2) Undang-Undang Nomor 25 Tahun 2009`` ↔ ``2009年法律第25号第5条第2項``."""
    (id_article, ja_article), (id_law, ja_law) = article(rng), law(rng)
    return f"{id_article} {id_law}", f"{ja_law}{ja_article}"

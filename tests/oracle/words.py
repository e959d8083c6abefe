"""What shoppers type: names, places and texts that have broken imports before."""

from __future__ import annotations

from random import Random

from sandbox.shop.places import Address

FIRST = (
    "Ann",
    "Siobhán",
    "陽子",
    "محمد",
    "דוד",
    "Zoe\u0308",  # a combining mark, not the letter ë
    "👩‍🚀 Eve",
    "  Padded  ",
    "Nguyễn Thị",
    'Quo"te',
    "<b>Bold</b>",
    "=SUM(A1)",
    "None",
    "nan",
    "True",
    "x\u200by",
    "İlayda",
    "M" * 100,
)
LAST = (
    "O'Dowd-Kelly",
    "D''Angelo",
    "田中",
    "الفهد",
    "Straße",
    "NULL",
    "007",
    "1e5",
    "Smith; DROP TABLE orders",
    "Back\\slash",
    "100%",
    "\x00",
    "🍕" * 60,  # one code point, two UTF-16 units
    "Lee",
)
COMPANY = (
    "",
    "",
    "",
    "O'Brien & Söhne",
    "株式会社 田中",
    "nan",
    "0",
    " ",
    "Pty \u202eLtd",
    "Ünïcode " * 31,
    "💐" * 200,
    "A/B, Inc.",
    "\x00\x07",
    "\u200b\u200e",
    "a" + "🇦🇺" * 70,
)
STREET = (
    "1 The Strand",
    "Shop 7, 200 Victoria Road",
    "12 rue de l'Église",
    "中京区御池通 12",
    "0x1F",
    "A very long street name that goes on and on beyond what fits in fifty characters, rear entrance",
    "🏠 " * 40,
    "e\u0301" * 49,
)
MAILBOX = ("Ann.Lee", "o'neil", "MIXED.Case", "x+tag", "müller")
SECOND = (
    "",
    "",
    "",
    "Unit 4",
    "c/o O'Neil",
    "NaN",
    "Level 12, the tower behind the old post office, ring twice please",
)
CITY = (
    "Balmain",
    "京都市",
    "Nan",
    "St. John's",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "São Paulo",
)
ZIP = ("2041", "0850", "00000", "WC2R 1HA", "1e3", "", "NA")
PHONE = ("", "", "+61 2 5550 0101", "0412345678", "00", "1e5", "(02) 5550-0101 ext. 4, after five o'clock please")
NOTE = ("", "", "", "Leave at the door.\nRing twice.", "It's for Zoë 🎁", "null", " ", "L" * 3000, "'; --", "a | b: c")

# country, state as typed. Names the country does not know are refused by an ERP that lists the country's states
GOOD_STATES = (
    ("AU", "New South Wales"),
    ("AU", "Victoria"),
    ("AU", "QLD"),
    ("AU", "New  South\u00a0Wales"),
    ("NZ", "Hawke\u2019s Bay"),
    ("CA", "Newfoundland & Labrador"),
    ("US", "Virgin Islands"),
    ("AU", ""),
    ("US", "New York"),
    ("US", "Puerto Rico"),
    ("US", "CA"),
    ("CA", "Quebec"),
    ("CA", "British Columbia"),
    ("NZ", ""),
    ("NZ", "Otago"),
    ("JP", "Tokyo"),
    ("JP", "Hokkaido"),
    ("GB", ""),
    ("GB", "England"),
    ("GB", "Nowhereshire on the Wold, which is longer than the field it goes into"),
    ("DE", "Bayern"),
    ("NA", "Khomas"),
    ("NA", ""),
    ("KW", ""),
    ("TR", "İstanbul"),
)
BAD_STATES = (("AU", "Nowhere"), ("US", "Armed Forces Pacific"), ("XX", ""))


def pick(rng: Random, words: tuple[str, ...]) -> str:
    """Return one of the words, mostly the plain first ones."""
    return rng.choice(words)


def place(rng: Random, *, bad: float = 0.0, name: tuple[str, str] | None = None) -> Address:
    """Return an address as somebody typed it; with probability `bad` one that the ERP cannot take."""
    first, last = name or (pick(rng, FIRST), pick(rng, LAST))
    country, state = rng.choice(BAD_STATES if rng.random() < bad else GOOD_STATES)
    return Address(
        first_name=first,
        last_name=last,
        company=pick(rng, COMPANY),
        street_1=f"{rng.randint(1, 9999)} {pick(rng, STREET)}",
        street_2=pick(rng, SECOND),
        city=pick(rng, CITY),
        zip=pick(rng, ZIP),
        country_iso2=country,
        state=state,
        phone=pick(rng, PHONE),
    )

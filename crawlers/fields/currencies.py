"""Currency signs and codes (ISO 4217)."""

import re
from collections.abc import Sequence
from typing import Final

# Active ISO 4217 codes but ALL, CUP and TOP: in capitals they are words ("TOP 10").
_ISO: Final = (
    "AED AFN AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TRY TTD TWD "
    "TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
_WHOLE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"

# Codes to which ISO 4217 gives no minor unit: a separator in their amounts can only group.
NO_MINOR_UNIT: Final = frozenset(_WHOLE.split())

# Each sign: the code it means alone ("-": too little is said), then what a code beside it may say.
_SIGNS: Final = {
    "$": "USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD "
    "SRD TTD TWD UYU XCD",
    "US$": "USD", "USD$": "USD", "C$": "- CAD NIO", "CA$": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "€": "EUR", "euro": "EUR", "Euro": "EUR", "euros": "EUR", "eur": "EUR", "Eur": "EUR",
    "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP", "¥": "- JPY CNY", "\uffe5": "- JPY CNY",
    "円": "JPY", "元": "CNY", "₩": "KRW KPW", "₹": "INR", "Rs": "- INR LKR MUR NPR PKR SCR",
    "Rs.": "- INR LKR MUR NPR PKR SCR", "₽": "RUB",
    "\u0440\u0443\u0431": "- RUB BYN", "\u0440\u0443\u0431.": "- RUB BYN",
    "kr": "- DKK ISK NOK SEK", "kr.": "- DKK ISK NOK SEK", "Kr": "- DKK ISK NOK SEK",
    "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "- RON MDL", "лв": "BGN", "лв.": "BGN",
    "Fr.": "- CHF XAF XOF XPF", "SFr.": "CHF", "RM": "MYR", "Rp": "IDR", "₺": "TRY", "₪": "ILS",
    "฿": "THB", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP", "₡": "CRC", "₲": "PYG", "₵": "GHS",
    "₸": "KZT", "₼": "AZN", "₾": "GEL", "₭": "LAK", "₮": "MNT",
}  # fmt: skip
_MEANINGS: Final = {sign: codes.split() for sign, codes in _SIGNS.items()} | {
    code: [code] for code in _ISO.split()
}


def _pattern(sign: str) -> str:
    # "XY$" is a dollar that is not known here: it must not be read as "$".
    before = r"(?<![^\W\d_])" if sign[0].isalpha() or sign.endswith("$") else ""
    after = r"(?![^\W\d_])" if sign.isalpha() and sign not in "円元" else ""
    return before + re.escape(sign) + after


TOKENS: Final = "|".join(_pattern(sign) for sign in sorted(_MEANINGS, key=len, reverse=True))
_TOKEN: Final = re.compile(TOKENS)


def common_codes(tokens: Sequence[str]) -> frozenset[str]:
    """List the ISO codes that all signs and codes of one text can mean; they disagree → empty."""
    if not tokens:
        return frozenset()
    meanings = (frozenset(_MEANINGS[token]) - {"-"} for token in tokens)
    return frozenset.intersection(*meanings)


def currency(text: str | None) -> str:
    """Name the ISO 4217 code of the one currency in a text; unknown, several or none → "".

    "$" alone is USD and "£" GBP, as their sites mean it; "kr", "¥" and "Rs" say too little alone.
    """
    tokens = _TOKEN.findall(text) if text else []
    codes = common_codes(tokens)
    if len(codes) == 1:
        return next(iter(codes))
    default = _MEANINGS[tokens[0]][0] if codes else ""
    return default if default in codes else ""

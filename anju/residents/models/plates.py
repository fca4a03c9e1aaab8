"""Number plates as the police give them out (GA 36-2018). Pure."""

import re
import unicodedata

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
SERIAL = "[A-HJ-NP-Z0-9]"  # no I and no O, which look like 1 and 0
HEAD = rf"[{PROVINCES}][A-HJ-Z]"
ELECTRIC = "[A-HJK]"  # D, A, B, C, E: electric only; F, G, H, J, K: other new energy
KINDS = (
    rf"{HEAD}{SERIAL}{{5}}",  # ordinary
    rf"{HEAD}{ELECTRIC}{SERIAL}\d{{4}}",  # new energy, small
    rf"{HEAD}\d{{5}}{ELECTRIC}",  # new energy, large
    rf"{HEAD}{SERIAL}{{4}}[挂学警领]",  # trailer, driving school, police, consulate
    rf"粤Z{SERIAL}{{4}}[港澳]",  # Hong Kong and Macao cars that cross the border
    r"使\d{6}|\d{6}使",  # embassies
    rf"WJ[{PROVINCES}]?{SERIAL}{{5}}",  # armed police
    r"[A-Z]{2}\d{5}",  # army
)
PLATE = re.compile("|".join(f"(?:{kind})" for kind in KINDS))


def parse_plate(text: str) -> str | None:
    """Return a plate in plain capitals (`浙A12345`), else None.

    Full width, spaces, dots and dashes do not count; O and I behind the letter are read as 0 and 1.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    folded = re.sub(r"[\s·•.\-–—_・]", "", folded)
    if PLATE.fullmatch(folded):
        return folded
    mended = folded[:2] + folded[2:].replace("O", "0").replace("I", "1")
    return mended if PLATE.fullmatch(mended) else None

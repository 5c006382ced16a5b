"""Numbers as they are typed."""

import re
from decimal import Decimal, InvalidOperation

from stillpd.model.errors import InvalidInput
from stillpd.model.words import Number


def read_number(said: str, what: str) -> Number:
    """Return a typed number. Raises InvalidInput for anything else."""
    text = said.strip().removesuffix("%").strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise InvalidInput(f"“{said[:40]}” is not a number for {what}.", "Such as: 3, 2.5, 75")
    return int(number) if re.fullmatch(r"[+-]?\d+", text) else number

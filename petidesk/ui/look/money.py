"""Amounts of money as the window says them: yuan, with thousands apart, cents only where there are any."""

from __future__ import annotations

from decimal import Decimal


def money_words(fen: int | None) -> str:
    """12,000 or 12,000.50 yuan from fen."""
    return "" if fen is None else yuan_words(Decimal(fen) / 100)


def yuan_words(amount: Decimal | None) -> str:
    """12,000 or 12,000.50."""
    if amount is None:
        return ""
    return f"{int(amount):,}" if amount == int(amount) else f"{amount:,.2f}"

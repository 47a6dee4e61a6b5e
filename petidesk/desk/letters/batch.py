"""Notices for many cases at once: one letter a transaction, one PDF of all of them.

Stopped or broken off at any moment, what was issued is issued with its number and what was not has left nothing.
The file for the printer is set anew from what each letter was filled with, page for page as the frozen ones: it holds
each font once. 500 letters bound as they are would be 30 MB and take 180 MB of memory (measured).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from petidesk.desk.letters import drafting, issuing, printing
from petidesk.desk.letters.issuing import Signing
from petidesk.desk.letters.printing import LetterForm, LetterGround
from petidesk.desk.letters.unset import office_on
from petidesk.documents.printing import render_many
from petidesk.domain.letters.closed import ClosedLetter
from petidesk.domain.letters.letters import Batch, BatchRefusal
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.file import points
from petidesk.storage.letters import letters as rows


def issue_many(
    ground: LetterGround,
    kind: str,
    case_nos: Sequence[str],
    signing: Signing,
    *,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Batch:
    """`Letters.batch`. A refusal concerns one case; known trouble (a full disk) ends the run after what was issued."""
    letter = printing.named(ground, kind)
    _refuse_unnamed(ground, signing)
    issued: list[str] = []
    refused: list[BatchRefusal] = []
    pile: list[Mapping[str, Any]] = []
    missing: dict[str, None] = {}
    stopped = False
    wanted = list(dict.fromkeys(case_nos))
    for done, case_no in enumerate(wanted, start=1):
        if cancelled is not None and cancelled():
            stopped = True
            break
        try:
            with ground.session.writing() as connection:
                act = ground.session.act()
                letter_id = drafting.begin(ground, connection, act, letter, case_no, None)
                done_with, values = issuing.issue_with_values(
                    ground, connection, act, letter_id, signing, one_of_many=True
                )
                made = done_with.letter
                points.passed("batch.letter")
                rows.log_print(connection, act, letter_id)
                issuing.trace(connection, act, "letter.printed", made, {})
        except Refused as refusal:
            refused.append(BatchRefusal(case_no, refusal.code, refusal.message))
        except KnownTrouble as trouble:
            raise _broken_off(trouble, issued, len(wanted)) from trouble
        else:
            issued.append(made.document_no)
            pile.append(values)
            missing.update(dict.fromkeys(() if isinstance(made, ClosedLetter) else made.missing))
        points.passed("batch.issued")
        if progress is not None:
            progress(done, len(wanted))
    return Batch(_one_file(ground, letter, pile), tuple(issued), tuple(refused), stopped, tuple(missing))


def _broken_off(trouble: KnownTrouble, issued: Sequence[str], wanted: int) -> KnownTrouble:
    """The trouble that ended the run, with what is issued all the same: the trouble alone sounds as if nothing were."""
    if not issued:
        return trouble
    span = issued[0] if len(issued) == 1 else f"{issued[0]}至{issued[-1]}"
    said = f"前面已经签发{len(issued)}份（{span}），都已保存，可以逐份打印；这一批{wanted}件里其余的没有签发。"
    return KnownTrouble(trouble.code, trouble.message + said, field=trouble.field, hint=trouble.hint)


def _refuse_unnamed(ground: LetterGround, signing: Signing) -> None:
    """Unset while the organ has no name."""
    with ground.session.reading() as connection:
        _ = office_on(ground.session, connection, signing.signed_on or ground.session.today()).full_name


def _one_file(ground: LetterGround, letter: LetterForm, pile: Sequence[Mapping[str, Any]]) -> bytes:
    """All letters one after the other, each beginning on a page of its own; empty for none."""
    if not pile:
        return b""
    form = letter.form
    run = render_many(
        ((form, values) for values in pile),
        paper=next(iter(form.papers)),
        title=form.title,
        at=ground.session.now(),
        practice=ground.session.practice,
    )
    return run.pdf

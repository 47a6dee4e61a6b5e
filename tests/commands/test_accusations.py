"""What the command line says of an accusation: nothing without permission and a reason; each look leaves one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.opening import open_desk
from petidesk.domain.audit import ClosedChange, HistoryLine
from petidesk.storage import staff as staff_rows
from tests.commands.conftest import Answer, Run

Write = Callable[..., Path]
SECRETS = ("青石板", "账目", "石桥", "张桂花", "13800001234", "照片", "密谈", "当场答", "QX77")
WHY = "移送前核对"


@pytest.fixture
def accusing(example: dict[str, Any]) -> dict[str, Any]:
    """The example as an accusation, every text of it telling."""
    matter = {
        "purpose": "accusation",
        "title": "账目不清",
        "statement": "青石板",
        "requests": ["查清账目"],
        "concerned_unit": "石桥村",
        "village": "石桥村",
        "category": "账目/账目",
    }
    told = {"note": "密谈", "handling": "当场答", "query_code": "QX77", "materials": [{"name": "照片", "copies": 1}]}
    return example | told | {"matters": [matter]}


@pytest.fixture
def visit_no(office: Run, write: Write, accusing: dict[str, Any]) -> str:
    number: str = office("visit", "add", write(accusing), "--json").document["visit_no"]
    return number


@pytest.fixture
def registrar(data_dir: Path, office: Run, visit_no: str) -> Run:
    """The command line of a registrar who joined after the visit: one among several, without permission."""
    desk = open_desk(data_dir)
    with desk.writing() as connection:
        staff_rows.add(connection, "李敏", "registrar")
        connection.exec_driver_sql("UPDATE staff SET role = 'lead', accusations = 1 WHERE name = '值班员'")
    desk.close()
    return lambda *words: office("--staff", "李敏", *words)


def looks(data_dir: Path) -> list[str]:
    """What was opened, the newest first."""
    desk = open_desk(data_dir, purpose="read")
    found = [f"{line.action} {line.subject}" for line in desk.audit.lines(500) if line.action.endswith(".unmasked")]
    desk.close()
    return found


def last_line(data_dir: Path, kind: str, number: str) -> HistoryLine:
    """The newest line of a record, with what the chain keeps of it."""
    desk = open_desk(data_dir, purpose="read")
    found = desk.audit.for_subject(kind, number)[-1]
    desk.close()
    return found


def silent(answer: Answer) -> bool:
    """Whether it was answered, and says nothing of what was accused and by whom."""
    said = answer.out.decode() + answer.err.decode()
    return answer.status == 0 and not any(secret in said for secret in SECRETS)


def on_paper(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


def test_what_was_registered_is_said_once_to_whoever_wrote_it(office: Run, write: Write, accusing: Any) -> None:
    added = office("visit", "add", write(accusing), "--json").document
    assert added["matters"][0]["statement"] == "青石板" and "masked" not in added


def test_show_is_closed_and_opens_with_a_reason(office: Run, data_dir: Path, visit_no: str) -> None:
    assert silent(office("visit", "show", visit_no)) and silent(office("visit", "show", visit_no, "--json"))
    plain = office("visit", "show", visit_no).out.decode()
    assert "限制查阅" in plain and "匿名" not in plain, "that she is not named here does not say that she gave no name"
    closed = office("visit", "show", visit_no, "--json").document
    assert looks(data_dir) == []
    opened = office("visit", "show", visit_no, "--unmask", WHY, "--json").document
    assert looks(data_dir) == [f"visit.unmasked {visit_no}"]
    line = last_line(data_dir, "visit", visit_no)
    assert (line.after, line.restricted) == ({"why": WHY}, True)
    assert opened["petitioners"][0]["name"] == "张桂花" and opened["note"] == "密谈"
    assert set(closed) - set(opened) == {"masked"} and set(opened) <= set(closed), "the keys are those of any visit"
    kept = ("visit_no", "at", "channel", "people", "received_by", "entered_at", "version", "voided")
    assert [closed[key] for key in kept] == [opened[key] for key in kept]
    for key in ("purpose", "case_no", "deadlines", "first_or_repeat"):
        assert closed["matters"][0][key] == opened["matters"][0][key]
    assert office("visit", "show", visit_no, "--unmask", "  ", "--json").trouble["code"] == "missing"
    assert office("audit", "verify").status == 0


def test_any_other_visit_is_shown_as_ever(office: Run, write: Write, example: Any, data_dir: Path) -> None:
    number = office("visit", "add", write(example), "--json").document["visit_no"]
    shown = office("visit", "show", number, "--json").document
    assert "masked" not in shown and shown["petitioners"][0]["name"] == "张桂花"
    assert office("visit", "show", number, "--unmask", "多余", "--json").document == shown
    assert looks(data_dir) == [], "nothing was closed, so nothing was opened"


def test_beside_an_accusation_the_other_matter_is_open_and_who_came_is_not(
    office: Run, write: Write, example: Any, accusing: Any
) -> None:
    mixed = accusing | {"matters": [*example["matters"], *accusing["matters"]]}
    number = office("visit", "add", write(mixed), "--json").document["visit_no"]
    answer = office("visit", "show", number, "--json")
    assert silent(answer) and answer.document["matters"][0]["title"] == "征地补偿款未到账"
    assert "征地补偿款未到账" in office("visit", "show", number).out.decode()


def test_who_may_not_is_refused_and_sees_the_closed_view(registrar: Run, data_dir: Path, visit_no: str) -> None:
    for words in (
        ("visit", "show", visit_no, "--unmask", "看看"),
        ("print", "登记表", visit_no, "--out", data_dir / "x.pdf", "--unmask", "看看"),
    ):
        refused = registrar(*words, "--json")
        assert (refused.status, refused.trouble["code"]) == (5, "no_permission")
    assert silent(registrar("visit", "show", visit_no, "--json")) and looks(data_dir) == []
    assert not (data_dir / "x.pdf").exists()


def test_amend_and_void_say_nothing_back(office: Run, write: Write, data_dir: Path, visit_no: str) -> None:
    amended = office("visit", "amend", visit_no, write({"people": 3}), "--json")
    assert silent(amended) and (amended.document["people"], amended.document["version"]) == (3, 2)
    assert looks(data_dir) == []
    opened = office("visit", "amend", visit_no, write({"people": 4}), "--unmask", WHY, "--json").document
    assert opened["petitioners"][0]["name"] == "张桂花" and looks(data_dir) == [f"visit.unmasked {visit_no}"]
    assert silent(office("visit", "void", visit_no, "--why", "密谈", "--json"))
    assert silent(office("visit", "show", visit_no, "--json"))


def test_an_amendment_opens_no_accusation_by_calling_it_something_else(
    office: Run, registrar: Run, write: Write, data_dir: Path, visit_no: str
) -> None:
    change = write({"matters": [{"purpose": "help", "statement": "问路"}]})
    assert registrar("visit", "amend", visit_no, change, "--json").status == 3
    assert registrar("visit", "amend", visit_no, change, "--unmask", "看看", "--json").status == 5
    assert silent(registrar("visit", "show", visit_no, "--json"))
    boss = ("--staff", "值班员")
    done = office(*boss, "visit", "amend", visit_no, change, "--unmask", "目的登错了", "--json").document
    assert done["matters"][0]["purpose"] == "help" and looks(data_dir) == [f"visit.unmasked {visit_no}"]


def test_the_slip_is_handed_over_at_once_and_later_takes_a_reason(
    office: Run, registrar: Run, data_dir: Path, tmp_path: Path, visit_no: str
) -> None:
    mine, paper = ("--staff", "值班员"), tmp_path / "slip.pdf"
    for size in ("a4", "80mm", "a4"):  # paper jams: as often as the visitor at the window needs it
        printed = office(*mine, "print", "slip", visit_no, "--out", paper, "--paper", size, "--force", "--json")
        assert printed.status == 0, printed.told
    assert "张桂花" in on_paper(paper) and not any(word in on_paper(paper) for word in ("青石板", "账目", "照片"))
    assert looks(data_dir) == [] and isinstance(last_line(data_dir, "visit", visit_no), ClosedChange)
    other = registrar("print", "slip", visit_no, "--out", tmp_path / "other.pdf", "--json")
    assert (other.status, other.trouble["field"]) == (3, "why")
    assert not (tmp_path / "other.pdf").exists()
    desk = open_desk(data_dir, staff="值班员")
    with desk.writing() as connection:
        connection.exec_driver_sql("UPDATE visit SET entered_at = '2026-01-05 09:00:00'")
    desk.close()
    assert office(*mine, "print", "slip", visit_no, "--out", tmp_path / "later.pdf", "--json").status == 3
    again = office(*mine, "print", "slip", visit_no, "--out", tmp_path / "later.pdf", "--unmask", "回执丢了", "--json")
    assert again.status == 0 and looks(data_dir) == [f"visit.unmasked {visit_no}"]


def test_the_form_that_tells_it_all_takes_a_reason(office: Run, data_dir: Path, tmp_path: Path, visit_no: str) -> None:
    paper = tmp_path / "form.pdf"
    refused = office("print", "登记表", visit_no, "--out", paper, "--json")
    assert (refused.status, refused.trouble["field"]) == (3, "why") and not paper.exists()
    assert office("print", "登记表", visit_no, "--out", paper, "--unmask", "随材料密封移送").status == 0
    assert "青石板" in on_paper(paper) and looks(data_dir) == [f"visit.unmasked {visit_no}"]
    line = last_line(data_dir, "visit", visit_no)
    assert (line.event.action, type(line)) == ("paper.printed", ClosedChange)


def test_the_file_of_the_other_matter_leaves_that_form_out(
    office: Run, write: Write, tmp_path: Path, example: Any, accusing: Any
) -> None:
    mixed = accusing | {"matters": [*example["matters"], *accusing["matters"]]}
    added = office("visit", "add", write(mixed), "--json").document
    assert office("print", "登记表", added["visit_no"], "--out", tmp_path / "f.pdf", "--unmask", WHY).status == 0
    assert office("print", "slip", added["visit_no"], "--out", tmp_path / "s.pdf").status == 0
    bound = tmp_path / "dossier.pdf"
    assert office("case", "dossier", added["matters"][0]["case_no"], "--out", bound).status == 0
    assert "回执" in on_paper(bound) and "青石板" not in on_paper(bound)


# ---- cases and letters


@pytest.fixture
def case_no(office: Run, visit_no: str) -> str:
    number: str = office("visit", "show", visit_no, "--json").document["matters"][0]["case_no"]
    return number


def test_the_case_keeps_its_query_code_closed(office: Run, case_no: str) -> None:
    assert silent(office("case", "show", case_no, "--json"))
    assert office("case", "show", case_no, "--unmask", WHY, "--json").document["query_code"] == "QX77"


@pytest.fixture
def draft(office: Run, write: Write, case_no: str) -> str:
    typed = write(
        {"to": "青石板街道纪委", "fields": {"材料数量": "照片1份", "移送级别": "县级纪委监委", "具名情况": "实名"}}
    )
    made = office("letter", "draft", "accusation_handover", typed, "--case", case_no, "--json")
    return str(made.document["draft"])


def test_a_draft_is_previewed_and_printed_without_its_words(
    office: Run, data_dir: Path, tmp_path: Path, case_no: str, draft: str
) -> None:
    seen = tmp_path / "seen.pdf"
    for words in (("letter", "preview", draft), ("print", "accusation_handover", case_no)):
        assert office(*words, "--out", seen, "--force").status == 0
        assert "密封移送" in on_paper(seen) and not any(word in on_paper(seen) for word in SECRETS)
        before = looks(data_dir)
        assert office(*words, "--out", seen, "--force", "--unmask", WHY).status == 0
        assert "青石板街道纪委" in on_paper(seen)
        assert looks(data_dir) == [f"case.unmasked {case_no}", *before]


def test_what_a_closed_draft_lacks_is_not_told_in_its_words(office: Run, write: Write, case_no: str) -> None:
    typed = write({"to": "石桥村村民委员会"})  # the accused: the gap says so, with the name
    made = office("letter", "draft", "accusation_handover", typed, "--case", case_no, "--json").document
    shown = office("letter", "show", str(made["draft"]), "--json")
    assert silent(shown) and shown.document["gaps"] == []
    assert "石桥村" in office("letter", "show", str(made["draft"]), "--unmask", WHY).out.decode()


def test_an_issued_one_goes_out_with_a_line_and_is_not_looked_at_without_a_reason(
    office: Run, data_dir: Path, tmp_path: Path, draft: str, registrar: Run
) -> None:
    boss = ("--staff", "值班员")
    day = ("--signed-by", "王建国", "--signed-on", "2026-10-20")
    number = office(*boss, "letter", "issue", draft, *day, "--json").document["document_no"]
    seen = tmp_path / "seen.pdf"
    looked = registrar("letter", "preview", draft, "--out", seen, "--json")
    assert (looked.status, looked.trouble["code"]) == (5, "no_permission") and not seen.exists()
    assert registrar("letter", "print", number, "--out", seen).status == 0
    line = last_line(data_dir, "letter", number)
    assert (line.event.action, line.event.staff, type(line)) == ("letter.printed", "李敏", ClosedChange)
    assert looks(data_dir) == [] and "张桂花" not in on_paper(seen)
    assert silent(office(*boss, "letter", "void", number, "--why", "密谈", "--json"))
    assert silent(registrar("letter", "show", number, "--json"))


def test_no_default_of_a_form_carries_its_words(office: Run, data_dir: Path, tmp_path: Path, case_no: str) -> None:
    made = office("letter", "draft", "submission_form", "--case", case_no, "--json")
    assert made.status == 0, made.told
    desk = open_desk(data_dir, purpose="read")
    with desk.reading() as connection:
        kept = str(connection.exec_driver_sql("SELECT content FROM letter").scalar_one())
    desk.close()
    assert not any(secret in kept for secret in SECRETS)
    assert office("print", "dossier_cover", case_no, "--out", tmp_path / "cover.pdf").status == 0
    assert not any(secret in on_paper(tmp_path / "cover.pdf") for secret in SECRETS)


def test_drafting_and_discarding_are_closed_lines(office: Run, data_dir: Path, case_no: str, draft: str) -> None:
    assert isinstance(last_line(data_dir, "case", case_no), ClosedChange)
    assert office("letter", "discard", draft).status == 0
    line = last_line(data_dir, "case", case_no)
    assert (line.event.action, type(line)) == ("letter.discarded", ClosedChange)


def test_whoever_is_accused_is_shut_out_whatever_the_role(
    office: Run, write: Write, data_dir: Path, tmp_path: Path, accusing: Any
) -> None:
    """Named beside a post, head of the desk: neither visit nor case nor letter nor paper; another head may."""
    desk = open_desk(data_dir)
    with desk.writing() as connection:
        staff_rows.add(connection, "王建国", "lead", accusations=True)
        connection.exec_driver_sql("UPDATE staff SET role = 'lead', accusations = 1")
    desk.close()
    accusing["matters"][0]["concerned_unit"] = "信访办主任王建国"
    added = office("--staff", "值班员", "visit", "add", write(accusing), "--json").document
    visit_no, case_no = added["visit_no"], added["matters"][0]["case_no"]
    other = ("--staff", "值班员")
    made = office(*other, "letter", "draft", "accusation_handover", "--case", case_no, "--json").document
    for words in (
        ("visit", "show", visit_no),
        ("case", "show", case_no),
        ("letter", "show", str(made["draft"])),
        ("print", "登记表", visit_no, "--out", tmp_path / "f.pdf"),
    ):
        refused = office("--staff", "王建国", *words, "--unmask", WHY, "--json")
        assert (refused.status, refused.trouble["code"]) == (5, "no_permission"), words
        assert "被反映人" in refused.trouble["message"] and "别的有权限的人" in refused.trouble["message"]
        assert office(*other, *words, "--unmask", WHY).status == 0, words
    assert last_line(data_dir, "visit", visit_no).event.staff == "值班员"


# ---- the queue of a reception


def test_who_comes_to_accuse_stands_in_the_queue_without_a_name(office: Run, write: Write, data_dir: Path) -> None:
    """The words are those by which an import catches it; what was noted is there for who registers the visit."""
    day, leader = "2026-10-19", "王建国"
    assert office("office", "set", write({"leaders": [{"name": leader, "post": "镇长"}]})).status == 0
    made = office("schedule", "make", "--rule", f"dates:{day}", "--from", day, "--to", day, "--leaders", leader)
    assert made.status == 0
    noted = {"name": "张桂花", "phone": "13800001234", "village": "石桥", "people": 2, "about": "举报账目不清"}
    for answer in (
        office("schedule", "arrive", day, write(noted), "--json"),
        office("schedule", "queue", day, "--json"),
    ):
        assert silent(answer)
        row = answer.document["rows"][0]
        assert (row["name"], row["people"], row["about"], row["phone"]) == ("检举控告", 2, "", "")
    assert silent(office("schedule", "queue", day)) and silent(
        office("schedule", "record", day, "--out", data_dir / "r")
    )
    amended = office("schedule", "amend", day, 1, write({"people": 3}), "--json")
    assert silent(amended) and "像是检举控告" in amended.told
    plain = office("schedule", "amend", day, 1, write({"about": "问路"}), "--json").document["rows"][0]
    assert (plain["name"], plain["people"], plain["village"]) == ("张桂花", 3, "石桥"), "nothing of it was lost"

"""`letter` and `template` as rules/command-line.md names them: answers, exit statuses, the last line of errors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.commands.conftest import Run

Write = Callable[..., Path]

FACTS = "经核对，第三批补偿款已于2025年12月拨付到村，名单漏列了三组。"
LAW = "《中华人民共和国土地管理法》第四十八条第一款、第二款。"


def text_of(file: Path) -> str:
    """The text of a PDF in reading order, without blanks and line ends."""
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split()).replace("\ufffe", "")


@pytest.fixture
def case_no(office: Run, write: Write, example: dict[str, Any]) -> str:
    """An appeal of route 6 with two requests."""
    example["matters"][0]["requests"] = ["补发2025年征地补偿款", "公开补偿分配方案"]
    added = office("visit", "add", write(example), "--json").document
    return str(added["matters"][0]["case_no"])


@pytest.fixture
def opinion() -> dict[str, Any]:
    """Everything that an opinion needs."""
    return {
        "results": [
            {"request": 1, "result": "supported", "answer": "由镇财政所于2026年12月1日前补发到位。"},
            {"request": "公开补偿分配方案", "result": "解释说明", "answer": "方案已于2025年6月在村务公开栏公布。"},
        ],
        "fields": {"经查": FACTS, "法律依据": LAW},
    }


def accept(run: Run, case_no: str) -> str:
    """The case is accepted by its letter; the letter's number."""
    draft = run("letter", "draft", "acceptance_notice", "--case", case_no, "--json").document["draft"]
    issued = run("letter", "issue", draft, "--signed-by", "李建国", "--signed-on", "2026-10-21", "--json")
    assert issued.status == 0, issued.told
    return str(issued.document["document_no"])


def draft_of(run: Run, case_no: str, kind: str, file: Path) -> int:
    made = run("letter", "draft", kind, "--case", case_no, file, "--json")
    assert made.status == 0, made.told
    assert list(made.document) == ["draft"]
    return int(made.document["draft"])


def test_kinds_name_folder_title_and_event(office: Run) -> None:
    rows = {row["kind"]: row for row in office("letter", "kinds", "--json").document["rows"]}
    assert (
        rows["acceptance_notice"]["title"] == "信访事项受理告知书" and rows["acceptance_notice"]["event"] == "accepted"
    )
    assert rows["handling_opinion"]["event"] == "concluded" and rows["handling_opinion"]["per_request"]
    assert rows["investigation_report"]["event"] is None
    fields = {ask["name"]: ask["field"] for ask in rows["extension_notice"]["asks"]}
    assert fields["延长天数"] == "days"


def test_from_draft_to_review(office: Run, case_no: str, write: Write, opinion: dict[str, Any], tmp_path: Path) -> None:
    first = accept(office, case_no)
    assert first == "清信访受〔2026〕1号"
    draft = draft_of(office, case_no, "信访事项处理意见书", write(opinion))
    issued = office("letter", "issue", draft, "--signed-by", "李建国", "--signed-on", "2026-11-10", "--json")
    assert issued.status == 0, issued.told
    number = issued.document["document_no"]
    assert set(issued.document) == {"document_no", "sha256", "event"}
    assert number == "清信访处〔2026〕1号"
    event = issued.document["event"]
    assert (event["kind"], event["on"], event["document_no"]) == ("concluded", "2026-11-10", number)
    assert event["results"][1] == {
        "request": 2,
        "result": "explained",
        "answer": "方案已于2025年6月在村务公开栏公布。",
    }
    shown = office("case", "show", case_no, "--json").document
    assert shown["state"] == "concluded"
    assert [letter["document_no"] for letter in shown["letters"]] == [first, number]

    out = tmp_path / "opinion.pdf"
    printed = office("letter", "print", number, "--out", out, "--json")
    assert printed.status == 0 and hashlib.sha256(out.read_bytes()).hexdigest() == issued.document["sha256"]
    text = text_of(out)
    for words in (number, "张桂花", FACTS, LAW, "安平县人民政府", "30日内", "2026年11月10日", "2026年10月21日"):
        assert words.replace(" ", "") in text, words
    assert "送审稿" not in text

    served = {"on": "2026-11-12", "document_no": number, "method": "direct", "recipient": "张桂花"}
    assert office("case", "record", case_no, "served", write(served), "--json").document["state"] == "served"
    asked = office("case", "record", case_no, "review_requested", write({"on": "2026-11-18"}), "--json")
    assert asked.document["state"] == "under_review"
    listed = office("letter", "list", "--case", case_no, "--json").document
    assert listed["total"] == 2
    assert {row["document_no"]: row["served_on"] for row in listed["rows"]}[number] == "2026-11-12"
    assert office("check", "--deep", "--json").document["ok"]


def test_a_request_without_answer_is_refused_and_may_be_left_with_a_reason(
    office: Run, case_no: str, write: Write, opinion: dict[str, Any], tmp_path: Path
) -> None:
    accept(office, case_no)
    del opinion["results"][1]
    draft = draft_of(office, case_no, "handling_opinion", write(opinion))
    words = ("letter", "issue", draft, "--signed-by", "李建国", "--signed-on", "2026-11-10", "--json")
    refused = office(*words)
    assert refused.status == 3 and not refused.out
    assert refused.trouble["code"] == "missing" and refused.trouble["field"] == "results[1].result"
    assert refused.trouble["basis"] == "《信访工作条例》第三十二条" and "公开补偿分配方案" in refused.trouble["message"]
    assert office("letter", "list", "--case", case_no, "--state", "issued", "--json").document["total"] == 1
    issued = office(*words, "--anyway", "第二项由村务监督委员会另行答复")
    assert issued.status == 0, issued.told
    assert issued.document["event"]["anyway"] == "第二项由村务监督委员会另行答复"
    assert [item["request"] for item in issued.document["event"]["results"]] == [1]
    shown = office("letter", "show", issued.document["document_no"], "--json").document
    assert shown["anyway"] == "第二项由村务监督委员会另行答复"
    out = tmp_path / "anyway.pdf"
    office("letter", "print", shown["document_no"], "--out", out)
    assert "另行答复" in text_of(out) and "村务监督委员会" not in text_of(out)


def test_no_answer_at_all_can_still_be_overridden(office: Run, case_no: str, write: Write) -> None:
    accept(office, case_no)
    draft = draft_of(office, case_no, "handling_opinion", write({"fields": {"经查": FACTS, "法律依据": LAW}}))
    words = ("letter", "issue", draft, "--signed-by", "李建国", "--signed-on", "2026-11-10", "--json")
    assert office(*words).status == 3
    issued = office(*words, "--anyway", "两项请求均由县里统一答复")
    assert issued.status == 0 and "results" not in issued.document["event"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"拟稿": "x"}, "unknown_key", "拟稿"),
        ({"fields": {"结论": "x"}}, "unknown_key", "fields.结论"),
        ({"results": [{"request": 1, "result": "同意"}]}, "bad_value", "results[0].result"),
        ({"results": [{"request": 9}]}, "not_found", "results[0].request"),
        ({"results": [{"request": 1}, {"request": 1}]}, "bad_value", "results[1].request"),
        ({"on": "2026-02-30"}, "bad_value", "on"),
        ({"results": [{"request": 1, "answer": "水" * 30_000}]}, "bad_value", "results[0].answer"),
        ([], "bad_value", None),
    ],
)
def test_what_a_draft_does_not_take(
    office: Run, case_no: str, write: Write, given: Any, code: str, field: str | None
) -> None:
    answer = office("letter", "draft", "handling_opinion", "--case", case_no, write(given), "--json")
    assert answer.status == 3
    assert (answer.trouble["code"], answer.trouble["field"]) == (code, field)
    if "水" in str(given):
        assert "30000个字，最多20000个字" in answer.trouble["message"]
    assert office("letter", "list", "--json").document["total"] == 0


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (["--signed-on", "2026-10-21"], "signed_by"),
        (["--signed-by", "李建国"], "signed_on"),
        (["--signed-by", "李建国", "--signed-on", "2126-10-21"], "signed_on"),
        (["--signed-by", "李建国", "--signed-on", "2026-10-18"], "signed_on"),
        (["--signed-by", "李建国", "--signed-on", "2026-13-18"], "signed_on"),
    ],
)
def test_signer_and_day_of_signing(office: Run, case_no: str, options: list[str], field: str) -> None:
    draft = office("letter", "draft", "acceptance_notice", "--case", case_no, "--json").document["draft"]
    answer = office("letter", "issue", draft, *options, "--json")
    assert answer.status == 3 and answer.trouble["field"] == field
    assert office("letter", "show", draft, "--json").document["state"] == "draft"


def test_a_required_part_is_named_by_its_path(office: Run, case_no: str) -> None:
    accept(office, case_no)
    draft = office("letter", "draft", "handling_opinion", "--case", case_no, "--json").document["draft"]
    gaps = office("letter", "show", draft, "--json").document["gaps"]
    hard = [gap["field"] for gap in gaps if not gap["overridable"] and not gap["warning"]]
    assert hard == ["fields.经查", "fields.法律依据"]
    assert [gap["field"] for gap in gaps if gap["warning"]] == ["reviewing_address", "reviewing_phone"]
    answer = office(
        "letter", "issue", draft, "--signed-by", "李建国", "--signed-on", "2026-11-10", "--anyway", "急", "--json"
    )
    assert answer.status == 3 and answer.trouble["field"] == "fields.经查"


def test_an_event_twice_and_days_out_of_order(office: Run, case_no: str, write: Write) -> None:
    accept(office, case_no)
    again = office("letter", "draft", "acceptance_notice", "--case", case_no, "--json").document["draft"]
    answer = office("letter", "issue", again, "--signed-by", "李建国", "--signed-on", "2026-10-22", "--json")
    assert answer.status == 3 and answer.trouble["code"] == "forbidden" and "不能再次受理" in answer.trouble["message"]
    extension = {"days": 20, "reason": "需要重新测量", "approved_by": "王镇长", "approved_on": "2026-11-12"}
    draft = draft_of(office, case_no, "extension_notice", write(extension))
    words = ("letter", "issue", draft, "--signed-by", "王镇长", "--json")
    early = office(*words, "--signed-on", "2026-11-11")
    assert early.status == 3 and early.trouble["field"] == "approved_on"
    before = office(*words, "--signed-on", "2026-11-13", "--on", "2026-10-20")
    assert before.status == 3 and "没有可以延长的办理期限" in before.trouble["message"]
    done = office(*words, "--signed-on", "2026-11-13")
    assert done.status == 0 and done.document["event"]["days"] == 20
    assert office("case", "show", case_no, "--json").document["due"] == "2027-01-09"


def test_a_wrong_kind_of_case_is_refused_with_the_article(office: Run, write: Write, example: dict[str, Any]) -> None:
    example["matters"][0] |= {"purpose": "suggestion", "route": None}
    number = office("visit", "add", write(example), "--json").document["matters"][0]["case_no"]
    answer = office("letter", "draft", "handling_opinion", "--case", number, "--json")
    assert answer.status == 3 and answer.trouble["code"] == "forbidden"
    assert answer.trouble["basis"] == "《信访工作条例》第三十一条"
    assert office("letter", "draft", "nonsense", "--case", number, "--json").trouble["field"] == "kind"
    assert (
        office("letter", "draft", "handling_opinion", "--case", "清信2026-9999", "--json").trouble["code"]
        == "not_found"
    )


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("letter", "show", "77"), 3, "not_found"),
        (("letter", "show", "9" * 30), 3, "not_found"),
        (("letter", "show", "清信访处〔2026〕1号"), 3, "not_found"),
        (("letter", "issue", "77", "--signed-by", "李", "--signed-on", "2026-11-10"), 3, "not_found"),
        (("letter", "issue", "9" * 30), 2, "usage"),
        (("letter", "discard", "77"), 3, "not_found"),
        (("letter", "list", "--case", "无"), 3, "not_found"),
        (("letter", "void", "无", "--why", "错"), 3, "not_found"),
        (("letter", "draft", "acceptance_notice"), 2, "usage"),
        (("letter", "draft", "meeting_minutes", "--meeting", "无"), 3, "not_found"),
        (("template", "show", "无"), 3, "not_found"),
        (("template", "set", "visit_slip", "/nowhere.toml"), 2, "usage"),
    ],
)
def test_what_is_not_there(office: Run, words: tuple[str, ...], status: int, code: str) -> None:
    answer = office(*words, "--json")
    assert (answer.status, answer.trouble["code"], answer.out) == (status, code, b"")


def test_void_keeps_the_number_and_undoes_the_event(office: Run, case_no: str, tmp_path: Path) -> None:
    first = accept(office, case_no)
    assert office("letter", "void", first, "--json").status == 2
    voided = office("letter", "void", first, "--why", "签发日期写错", "--json")
    assert voided.status == 0 and voided.document["state"] == "voided"
    case = office("case", "show", case_no, "--json").document
    assert case["state"] == "registered" and case["events"][-1]["kind"] == "undone"
    again = office("letter", "void", first, "--why", "再来", "--json")
    assert again.status == 3 and again.trouble["code"] == "already_closed"
    out = tmp_path / "void.pdf"
    assert office("letter", "print", first, "--out", out, "--json").status == 0
    assert "作废" in text_of(out)  # for the file
    assert accept(office, case_no) == "清信访受〔2026〕2号"
    assert office("check", "--deep", "--json").document["ok"]


def test_a_served_letter_and_one_that_others_stand_on_cannot_be_voided(
    office: Run, case_no: str, write: Write, opinion: dict[str, Any]
) -> None:
    first = accept(office, case_no)
    draft = draft_of(office, case_no, "handling_opinion", write(opinion))
    number = office("letter", "issue", draft, "--signed-by", "李建国", "--signed-on", "2026-11-10", "--json").document[
        "document_no"
    ]
    refused = office("letter", "void", first, "--why", "错", "--json")
    assert refused.status == 3 and "办结" in refused.trouble["message"]
    served = {"on": "2026-11-12", "document_no": number, "method": "direct", "recipient": "张桂花"}
    office("case", "record", case_no, "served", write(served), "--json")
    refused = office("letter", "void", number, "--why", "错", "--json")
    assert refused.status == 3 and "送达" in refused.trouble["message"]


def test_working_papers_are_numbered_inside_the_file(office: Run, case_no: str, write: Write) -> None:
    numbers = []
    for _ in range(2):
        draft = draft_of(office, case_no, "power_of_attorney", write({}))
        numbers.append(office("letter", "issue", draft, "--json").document["document_no"])
    assert numbers == [f"{case_no}-卷1", f"{case_no}-卷2"]
    assert office("check", "--json").document["ok"]


def test_service_receipt_is_made_for_a_letter(office: Run, case_no: str, write: Write, tmp_path: Path) -> None:
    number = accept(office, case_no)
    missing = office("letter", "draft", "service_receipt", "--case", case_no, "--json")
    assert missing.status == 3 and missing.trouble["field"] == "document_no"
    unknown = office("letter", "draft", "service_receipt", "--case", case_no, write({"document_no": "无"}), "--json")
    assert unknown.trouble["code"] == "not_found"
    draft = draft_of(office, case_no, "service_receipt", write({"document_no": number}))
    assert office("letter", "issue", draft, "--json").document["event"] is None
    out = tmp_path / "receipt.pdf"
    assert office("print", "送达回证", number, "--out", out).status == 0
    text = text_of(out)
    assert "信访事项受理告知书" in text and number in text and "11010519491231002X" in text


def test_print_by_form_and_case_number(office: Run, case_no: str, write: Write, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    printed = office("print", "acceptance_notice", case_no, "--out", out, "--json")
    assert printed.status == 0, printed.told
    assert "送审稿" in text_of(out) and printed.document["form"] == "acceptance_notice"
    assert office("letter", "list", "--json").document["total"] == 0
    number = accept(office, case_no)
    by_case = office("print", "acceptance_notice", case_no, "--out", out, "--force", "--json").document["sha256"]
    by_number = office("print", "信访事项受理告知书", number, "--out", out, "--force", "--json").document["sha256"]
    shown = office("letter", "show", number, "--json").document
    assert by_case == by_number == shown["sha256"] and shown["prints"] == 2
    wrong = office("print", "handling_opinion", number, "--out", out, "--force", "--json")
    assert wrong.status == 3 and wrong.trouble["field"] == "form"
    unknown = office("print", "nonsense", case_no, "--out", out, "--force", "--json")
    assert unknown.status == 3 and unknown.trouble["field"] == "form"


def test_the_bound_file_of_a_case(office: Run, case_no: str, tmp_path: Path) -> None:
    out = tmp_path / "file.pdf"
    empty = office("print", "dossier", case_no, "--out", out, "--json")
    assert empty.status == 3 and empty.trouble["code"] == "missing"
    number = accept(office, case_no)
    visit = office("case", "show", case_no, "--json").document["visits"][0]["visit_no"]
    assert office("print", "登记表", visit, "--out", tmp_path / "form.pdf").status == 0
    assert office("print", "dossier", case_no, "--out", out, "--json").status == 0
    bound = office("case", "dossier", case_no, "--out", out, "--force", "--json").document
    assert hashlib.sha256(out.read_bytes()).hexdigest() == bound["sha256"]
    text = text_of(out)
    for words in ("案卷", "卷内目录", number, visit, "信访事项受理告知书"):
        assert words in text


def test_batch_issues_what_can_be_and_names_the_rest(
    office: Run, case_no: str, write: Write, example: dict[str, Any], tmp_path: Path
) -> None:
    example["matters"][0]["route"] = 2
    other = office("visit", "add", write(example), "--json").document["matters"][0]["case_no"]
    out = tmp_path / "batch.pdf"
    words = ("letter", "batch", "acceptance_notice", "--signed-by", "李建国", "--signed-on", "2026-10-30", "--out", out)
    assert office(*words, "--json").status == 2
    done = office(*words, "--case", case_no, "--case", other, "--case", "无", "--json").document
    assert done["issued"] == ["清信访受〔2026〕1号"] and done["file"] == str(out)
    assert [(row["case_no"], row["code"]) for row in done["refused"]] == [(other, "forbidden"), ("无", "not_found")]
    again = office(*words, "--due", "--force", "--json").document
    assert again == {"file": None, "issued": [], "refused": []}
    assert office("letter", "list", "--state", "draft", "--json").document["total"] == 0


def test_a_batch_whose_file_cannot_be_written_names_what_was_issued(office: Run, case_no: str, tmp_path: Path) -> None:
    out = tmp_path / "batch.pdf"
    (tmp_path / ".batch.pdf.part").mkdir()
    words = ("letter", "batch", "acceptance_notice", "--signed-by", "李建国", "--signed-on", "2026-10-30", "--out", out)
    answer = office(*words, "--case", case_no, "--json")
    assert answer.status == 4 and "清信访受〔2026〕1号" in answer.trouble["message"]
    assert office("letter", "show", "清信访受〔2026〕1号", "--json").status == 0 and not out.exists()


def test_templates(office: Run, case_no: str, write: Write, tmp_path: Path) -> None:
    shown = office("template", "show", "acceptance_notice", "--json").document
    assert shown["own"] is False and "征地" not in shown["text"]
    assert {"机关名称", "称谓"} <= {field["name"] for field in shown["fields"]}
    number = accept(office, case_no)
    before = office("letter", "show", number, "--json").document
    own = shown["text"].replace("特此告知。", "特此告知，请保管好本告知书。")
    assert own != shown["text"]
    file = write(own.encode(), "form.toml")
    assert office("template", "check", "acceptance_notice", file, "--json").status == 0
    assert office("template", "set", "acceptance_notice", file, "--json").document["own"] is True
    preview = tmp_path / "preview.pdf"
    assert office("template", "preview", "acceptance_notice", "--out", preview).status == 0
    assert "请保管好本告知书" in text_of(preview) and "演练" in text_of(preview)
    out = tmp_path / "old.pdf"
    office("letter", "print", number, "--out", out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == before["sha256"]
    rows = {row["name"]: row["own"] for row in office("template", "list", "--json").document["rows"]}
    assert rows["acceptance_notice"] is True and rows["handling_opinion"] is False
    assert office("template", "restore", "acceptance_notice", "--json").document["own"] is False
    assert office("template", "restore", "acceptance_notice", "--json").status == 3


@pytest.mark.parametrize(
    ("change", "code", "status", "line"),
    [
        (("{责任单位}", "{责任部门}"), "unknown_key", 3, "{责任部门}"),
        (("特此告知。", "特此告知。{"), "bad_value", 3, "特此告知。{"),
        (("format = 1", "format = 99"), "newer", 4, "format = 99"),
        (('event = "accepted"', 'event = "told"'), "forbidden", 3, ""),
        (('title = "', "title = "), "bad_value", 3, "title"),
    ],
)
def test_a_template_that_does_not_read_is_refused_with_its_line(
    office: Run, write: Write, change: tuple[str, str], code: str, status: int, line: str
) -> None:
    text = office("template", "show", "acceptance_notice", "--json").document["text"]
    assert change[0] in text
    broken = text.replace(*change, 1)
    file = write(broken.encode(), "form.toml")
    for word in ("check", "set"):
        answer = office("template", word, "acceptance_notice", file, "--json")
        assert (answer.status, answer.trouble["code"]) == (status, code)
        if line:
            number = next(place for place, text in enumerate(broken.split("\n"), start=1) if line in text)
            assert f"第{number}行" in answer.trouble["message"]
    assert office("template", "show", "acceptance_notice", "--json").document["own"] is False

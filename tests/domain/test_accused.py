"""Who is the accused, as a township writes names: a village and its officers, leaders by name and post, full names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.accused import ACCUSED, COUNTY, NAMED, TOWN, Around, around, is_town_discipline, organ
from petidesk.domain.office.office import Leader, Office, Village
from petidesk.domain.permissions import shut_out

VILLAGES = ("石桥村", "小石桥村", "东村", "和平社区", "罗家坪村", "上寨村", "杨柳村", "白杨柳村")
LEADERS = (("覃晓东", "党委副书记、镇长"), ("周海燕", "副镇长"), ("王建国", "党委书记"), ("韦丽", "人大主席"))
UNITS = ("财政所", "农业农村办公室", "清溪镇水务站")
TOWN_OFFICE = Office(
    "清溪镇", "安平县", units=UNITS, leaders=tuple(Leader(name, post) for name, post in LEADERS), discipline_body=""
)
HERE = around(TOWN_OFFICE, (Village(name) for name in VILLAGES))

OFFICERS = ("支书", "党支部书记", "村主任", "会计", "村委会主任", "两委", "监委会主任")
BODIES = ("", "民委员会", "委会", "党支部", "党总支", "支书")
ABOVE = ("", "清溪镇", "安平县清溪镇", "本镇")
NAMES = st.sampled_from(("", "王老五", "：李有才", "（李有才）", "和会计"))


def village_body(above: str, village: str, body: str) -> str:
    return above + village + body


@given(st.sampled_from(VILLAGES), st.sampled_from(ABOVE), st.sampled_from(OFFICERS), NAMES, st.sampled_from(BODIES))
def test_the_officers_of_a_village_are_the_village(
    village: str, above: str, officer: str, name: str, body: str
) -> None:
    accused = above + village.removesuffix("村").removesuffix("社区") + "村" * village.endswith("村") + officer + name
    if village.endswith("社区"):
        accused = above + village + officer + name
    assert HERE.meets(village_body("", village, body), [accused]) == ACCUSED
    assert HERE.meets(village_body("清溪镇", village, body), [accused]) == ACCUSED
    assert HERE.organ_level([accused]) == TOWN


@given(
    st.lists(st.sampled_from(VILLAGES), min_size=2, max_size=2, unique=True),
    st.sampled_from(ABOVE),
    st.sampled_from(OFFICERS),
    st.sampled_from(BODIES),
    st.sampled_from(("", "我们{}的路", "{}支书")),
)
def test_another_village_is_another(pair: list[str], above: str, officer: str, body: str, said: str) -> None:
    one, other = pair
    assert HERE.meets(above + one + body, [above + other + officer], [said.format(other)] if said else []) == ""


@given(
    st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=3),
    st.text("子丑寅卯辰巳午未", min_size=2, max_size=3),
    st.sampled_from(OFFICERS),
)
def test_villages_of_no_list_are_told_apart_as_well(one: str, other: str, officer: str) -> None:
    nowhere = Around()
    assert nowhere.meets(f"{one}村民委员会", [f"{other}村{officer}"]) == ""
    assert nowhere.meets(f"{one}村民委员会", [f"清溪镇{one}村{officer}"]) == ACCUSED


@given(st.sampled_from(LEADERS), st.sampled_from(("", "镇", "清溪镇")), st.sampled_from(("", "同志", "王某")))
def test_a_leader_is_met_by_name_and_by_post(leader: tuple[str, str], above: str, after: str) -> None:
    name, posts = leader
    post = posts.split("、")[-1]
    for receiver in (name, post + name, f"{name}（{post}）"):
        for accused in (name, above + post, above + post + name, name + after):
            assert HERE.meets(receiver, [accused]) == ACCUSED, (receiver, accused)
            assert HERE.organ_level([accused]) == COUNTY
    for other, _ in LEADERS:
        if other != name:
            assert HERE.meets(other, [above + post]) == "", (other, post)


@given(st.sampled_from(UNITS), st.sampled_from(("", "清溪镇", "清溪镇人民政府", "安平县清溪镇")))
def test_a_section_has_a_short_and_a_full_name(unit: str, above: str) -> None:
    short = unit.removeprefix("清溪镇")
    assert HERE.meets(above + short, [unit]) == ACCUSED
    assert HERE.meets(short, [above + short + "工作人员李有才"]) == ACCUSED
    assert HERE.organ_level([above + short + "李有才"]) == TOWN
    assert HERE.meets(above + short, ["司法所"]) == ""
    assert HERE.meets(short, [], [f"我到{short}去问，没有人理。"]) == NAMED


@pytest.mark.parametrize(
    ("receiver", "accused", "met"),
    [
        ("大石桥村委会", "石桥村支书", ""),
        ("石桥村委会", "大石桥村支书", ""),
        ("石桥村委会", "石桥村王二占地", NAMED),
        ("王二", "石桥村王二", ACCUSED),
        ("王建国", "石桥村党支部书记", ""),
        ("覃晓东", "原镇长罗大", ""),
        ("镇纪委", "清溪镇纪委书记", ACCUSED),
        ("安平县纪委监委", "清溪镇纪委", ""),
        ("安平县纪委监委", "镇长覃晓东", ""),
        ("安平县人民政府", "清溪镇人民政府", ""),
        ("清溪镇人民政府", "镇政府", ACCUSED),
        ("清溪镇人民政府", "镇长", NAMED),
        ("覃晓东", "镇政府", NAMED),
        ("清溪镇", "清溪镇石桥村支书", ""),
        (" 石桥村 民委员会 ", "石桥村", ACCUSED),
        ("", "石桥村", ""),
        ("石桥村", " ", ""),
    ],
)
def test_names_that_look_alike(receiver: str, accused: str, met: str) -> None:
    assert HERE.meets(receiver, [accused]) == met


def test_what_is_only_said_is_a_reason_to_look_twice() -> None:
    said = ["石桥村的低保名单是镇长定的。"]
    met = {name: HERE.meets(name, [], said) for name in ("石桥村民委员会", "覃晓东", "周海燕", "小石桥村", "财政所")}
    assert met == {"石桥村民委员会": NAMED, "覃晓东": NAMED, "周海燕": "", "小石桥村": "", "财政所": ""}


@pytest.mark.parametrize(
    ("accused", "body"),
    [
        ("石桥村支书", "清溪镇纪委"),
        ("大石桥村主任", "清溪镇纪委"),
        ("财政所会计", "清溪镇纪委"),
        ("镇长", "安平县纪委监委"),
        ("镇纪委书记", "安平县纪委监委"),
        ("清溪镇人民政府", "安平县纪委监委"),
        ("石桥村王二", ""),
        ("安平县某建筑公司", ""),
    ],
)
def test_the_organ_by_whom_it_speaks_against(accused: str, body: str) -> None:
    assert organ(TOWN_OFFICE, HERE.organ_level([accused])) == body


def test_with_several_accused_the_higher_organ_takes_it() -> None:
    assert HERE.organ_level(["石桥村支书", "副镇长"]) == HERE.organ_level(["副镇长", "石桥村支书"]) == COUNTY


def test_the_commissions_have_the_names_of_their_office() -> None:
    street = Office("城东街道办事处", "安平县", discipline_body="安平县监察委员会")
    assert organ(street, TOWN) == "城东街道纪工委" and organ(street, COUNTY) == "安平县监察委员会"
    # nobody said yet whose township this is: no paper goes to 县纪委监委
    assert organ(Office(), TOWN) == organ(Office(), COUNTY) == ""
    assert is_town_discipline("清溪镇纪委") and not is_town_discipline("安平县纪委监委")


def test_who_holds_the_post_is_shut_out_and_so_is_who_is_recused() -> None:
    assert shut_out("覃晓东", ["镇长"], [], HERE) and not shut_out("周海燕", ["镇长"], [], HERE)
    assert shut_out("周海燕", [], ["周海燕"], HERE) and not shut_out("", ["石桥村支书"], [], HERE)

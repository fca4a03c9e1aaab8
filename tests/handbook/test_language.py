"""What may not be said to residents: found whole and in context, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.handbook.language import Level, Rule, Shape, check, pieces, strictest
from anju.handbook.shipped import RULES

SHIPPED = [
    Rule(
        level=each.level,
        phrases=(each.phrase, *each.variants),
        unless=each.unless,
        is_excused_by_offer=each.is_excused_by_offer,
        why=each.why,
        better=each.better,
        shape=each.shape,
    )
    for each in RULES
]
PHRASES = [phrase for rule in SHIPPED if rule.shape == Shape.WORDS for phrase in rule.phrases]
NEUTRAL = (
    "李阿姨您好",
    "厨房的水龙头已经换好",
    "今天下午三点师傅上门",
    "电梯明天上午恢复运行",
    "请在门口等候",
    "谢谢您的来电",
    "3栋1单元502",
    "物业费按面积计算",
)


def found(text: str) -> list[tuple[str, Level]]:
    return [(each.phrase, each.level) for each in check(text, rules=SHIPPED)]


def phrases(text: str) -> list[str]:
    return [phrase for phrase, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "level"),
    [
        ("这件事不归我管。", "不归我管", Level.WARN),
        ("我没空,您改天再来", "我没空", Level.WARN),
        ("您急什么", "急什么", Level.WARN),
        ("有完没完啊", "有完没完", Level.BLOCK),
        ("您去找开发商吧", "去找开发商", Level.WARN),
        ("你问我我问谁", "你问我我问谁", Level.BLOCK),
        ("有意见你去投诉", "有意见你去投诉", Level.BLOCK),
        ("楼下那个老太婆又来了", "老太婆", Level.BLOCK),
        ("再不交就停水", "再不交就停水", Level.BLOCK),
        ("不交费不给放行", "不交费不给放行", Level.BLOCK),
        ("走着瞧", "走着瞧", Level.BLOCK),
        ("真是煞 笔", "煞 笔", Level.BLOCK),
        ("你个S B", "S B", Level.BLOCK),
        ("sb", "sb", Level.BLOCK),
        ("楼上欠了两年物业费", "楼上欠", Level.BLOCK),
        ("他的号码是13812345678", "13812345678", Level.WARN),
        ("证件号11010519491231002X", "11010519491231002X", Level.BLOCK),
        ("请您尽快处理", "尽快", Level.PREFER),
    ],
)
def test_what_is_not_said_is_found(text: str, phrase: str, level: Level) -> None:
    assert (phrase, level) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "小区内请勿喂养流浪猫",
        "会议改到13点",
        "会议改到下午十三点开始",
        "三级钢筋已到货",
        "草坪本周养护",
        "垃圾清运时间是早上六点",
        "电梯困人已在十分钟内救出",
        "业主说“你们有完没完,再不来我就投诉”,已安抚",
        "来电人反映楼上骂他煞笔,已派人了解",
        "您好,“水管爆了没人管,烦死了”已登记",
        "不知道您是否方便,我们十点上门",
        "没办法的话我们改到周六",
        "等着您的回复",
        "我不清楚,我帮您问",
        "这个不归我管。我请工程部联系您,我帮您跟进",
        "USB 充电口坏了",
        "3栋2B室漏水",
        "有不清楚的地方请随时来电",
        "他妈妈来过,钥匙已交给她",
        "明天九点至十一点停水,给您添麻烦了",
        "服务电话 010-88886666",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_an_offer_must_really_follow() -> None:
    assert phrases("我不清楚") == ["不清楚"]
    assert phrases("我不清楚,别的同事也不会帮您") == ["不清楚"]
    assert phrases("不归我管,没人帮您") == ["不归我管"]
    assert phrases("不归我管。" + "这是别的部门的事。" * 6 + "我帮您问") == ["不归我管"]


def test_what_staff_quote_of_themselves_stays_theirs() -> None:
    assert phrases("我说“不归我管”,他就走了") == ["不归我管"]
    assert phrases("我们回答:“爱交不交”") == ["爱交不交"]


def test_a_finding_says_where_why_and_what_is_better() -> None:
    text = "李阿姨,这不归我管"

    [finding] = check(text, rules=SHIPPED)

    assert text[finding.start : finding.end] == finding.phrase == "不归我管"
    assert finding.why and "帮您" in finding.better


def test_of_findings_that_overlap_the_strictest_stays() -> None:
    rules = [
        Rule(level=Level.PREFER, phrases=("你",)),
        Rule(level=Level.BLOCK, phrases=("停你的水",)),
    ]

    findings = check("停你的水", rules=rules)

    assert [each.level for each in findings] == [Level.BLOCK]
    assert strictest(findings) == Level.BLOCK
    assert strictest([]) is None


def test_pieces_put_the_text_together_again() -> None:
    text = "您急什么,这不归我管。"
    findings = check(text, rules=SHIPPED)

    cut = list(pieces(text, findings))

    assert "".join(piece for piece, _ in cut) == text
    assert [piece for piece, finding in cut if finding] == ["急什么", "不归我管"]


@given(
    phrase=st.sampled_from(PHRASES),
    before=st.lists(st.sampled_from(NEUTRAL), max_size=3),
    after=st.lists(st.sampled_from(NEUTRAL), max_size=3),
)
def test_a_phrase_in_any_plain_text_is_found_and_in_the_owners_words_is_not(
    phrase: str, before: list[str], after: list[str]
) -> None:
    said = "。".join((*before, phrase, *after))
    quoted = "。".join((*before, f"业主说“{phrase}”", *after))

    hits = check(said, rules=SHIPPED)

    place = len("。".join(before)) + bool(before)
    assert any(each.start < place + len(phrase) and place < each.end for each in hits)
    assert check(quoted, rules=SHIPPED) == []


@given(st.text(max_size=120))
def test_any_text_can_be_checked_and_every_finding_lies_within(text: str) -> None:
    findings = check(text, rules=SHIPPED)

    assert all(0 <= each.start < each.end <= len(text) for each in findings)
    assert "".join(piece for piece, _ in pieces(text, findings)) == text


def test_there_are_enough_rules_of_every_kind_with_something_better() -> None:
    assert len(PHRASES) >= 60
    assert len({each.kind for each in RULES}) == 9
    assert all(each.why and each.better for each in RULES)

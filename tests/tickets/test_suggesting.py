"""What people say, and the category it is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.tickets.models import Category
from anju.tickets.queries.categories import suggested_categories
from anju.tickets.shipped_categories import shipped_categories
from anju.tickets.states import MatterKind
from anju.tickets.suggesting import Candidate, Part, suggest
from tests import world

SAID = {
    "厨房下水道堵了": "厨房 › 下水 › 堵塞",
    "我家厨房水龙头一直滴水": "厨房 › 龙头 › 漏水",
    "厨房有煤气味,好像漏气": "厨房 › 烟道与燃气 › 燃气异味",
    "油烟机倒灌,邻居家的油烟味都进来了": "厨房 › 烟道与燃气 › 烟道串味",
    "燃气灶打不着火,是不是停气了": "厨房 › 烟道与燃气 › 燃气停供",
    "楼上漏水到我家卫生间": "卫生间 › 漏水 › 楼上渗漏",
    "卫生间马桶堵住了冲不下去": "卫生间 › 马桶 › 堵塞",
    "马桶水箱一直流水": "卫生间 › 马桶 › 水箱故障",
    "厕所水管爆了喷水止不住": "卫生间 › 漏水 › 水管爆裂",
    "洗手间地漏返臭": "卫生间 › 下水 › 返臭",
    "卧室墙面有裂缝": "客厅与卧室 › 墙面与顶面 › 开裂",
    "下雨后卧室墙面渗水发霉": "客厅与卧室 › 墙面与顶面 › 渗水发霉",
    "暖气片不热,家里只有十五度": "客厅与卧室 › 采暖 › 不热",
    "空调不制冷": "客厅与卧室 › 空调 › 不制冷",
    "入户门锁坏了打不开": "门窗与阳台 › 入户门 › 门锁故障",
    "老人忘带钥匙被锁在外面": "门窗与阳台 › 入户门 › 忘带钥匙",
    "窗户玻璃碎了": "门窗与阳台 › 窗户 › 玻璃破裂",
    "家里突然没电了,空气开关跳闸": "户内水电 › 用电 › 全屋停电",
    "插座冒火花有焦味": "户内水电 › 用电 › 冒火花",
    "水压太小,水流小得洗不了澡": "户内水电 › 用水 › 水压低",
    "可视对讲听不见": "户内水电 › 照明与弱电 › 可视对讲故障",
    "电梯里有人被困在三楼出不来": "公共区域 › 电梯 › 困人",
    "货梯坏了不动": "公共区域 › 电梯 › 停运",
    "楼道感应灯不亮": "公共区域 › 楼道照明 › 灯不亮",
    "单元门刷不开进不去": "公共区域 › 门禁与单元门 › 打不开",
    "门口污水井往外冒污水": "公共区域 › 给排水 › 主管道堵塞",
    "消防通道堆放杂物": "公共区域 › 消防设施 › 通道堵占",
    "外墙掉砖差点砸到人": "公共区域 › 外墙与屋面 › 脱落",
    "垃圾桶满了没人收": "环境卫生 › 垃圾 › 清运不及时",
    "楼道里有蟑螂老鼠": "环境卫生 › 消杀 › 蟑螂老鼠",
    "大树枝断了倒在路上": "绿化 › 树木 › 树枝折断",
    "楼上装修电钻吵死了": "安全秩序 › 噪声 › 装修施工噪声",
    "广场舞音箱声音太大": "安全秩序 › 噪声 › 广场与商业噪声",
    "我的车位被别人的车占了": "安全秩序 › 停车 › 占用车位",
    "地库道闸不抬杆": "安全秩序 › 停车 › 道闸故障",
    "电动车又推进电梯上楼充电": "安全秩序 › 电动车 › 上楼充电",
    "有人遛狗不牵绳": "安全秩序 › 宠物 › 不牵绳扰人",
    "物业费账单算错了多收我两百": "服务 › 收费 › 账单有误",
    "想问物业费怎么开发票": "服务 › 收费 › 缴费与发票",
    "前台小姑娘态度太凶": "服务 › 服务态度 › 态度生硬",
    "下周要搬家需要开放行条": "服务 › 办理业务 › 物品放行",
    "办公室周末加班要加时空调": "商办 › 办公室 › 加时空调",
}


@pytest.mark.django_db
@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_leads_to_its_category(sentence: str) -> None:
    found = suggested_categories(world.project(), sentence)

    assert found[0].path == SAID[sentence]


@pytest.mark.django_db
def test_pinyin_leads_there_too() -> None:
    here = world.project()

    for typed in ("dianti kunren", "diantikunren", "电梯kunren"):
        assert suggested_categories(here, typed)[0].path == "公共区域 › 电梯 › 困人", typed
    assert "厨房 › 下水 › 堵塞" in [
        each.path for each in suggested_categories(here, "chufang xiashui")
    ]


@pytest.mark.django_db
def test_a_kind_narrows_and_a_limit_holds() -> None:
    here = world.project()

    found = suggested_categories(here, "电梯", MatterKind.HELP, 3)

    assert [each.path for each in found] == ["公共区域 › 电梯 › 困人"]
    assert len(suggested_categories(here, "电梯", limit=2)) == 2
    assert suggested_categories(here, "嗯嗯") == []
    assert suggested_categories(here, "") == []


@pytest.mark.django_db
def test_a_retired_category_and_another_project_are_not_suggested() -> None:
    here, there = world.project(), world.project("cloud", "云栖大厦")
    Category.objects.of(there).update(retired_at=world.AT)

    assert suggested_categories(here, "电梯困人") != []
    assert suggested_categories(there, "电梯困人") == []


@pytest.mark.django_db
def test_it_costs_one_query_however_many() -> None:
    here = world.project()

    assert world.queries(lambda: suggested_categories(here, "厨房下水道堵了")) == 1
    Category.objects.of(here).filter(parent__parent__isnull=False).update(retired_at=world.AT)
    assert world.queries(lambda: suggested_categories(here, "厨房下水道堵了")) == 1


def test_the_shipped_tree_is_rich_and_at_most_three_deep() -> None:
    entries = shipped_categories()
    above = {entry.path[:-1] for entry in entries}
    leaves = [entry for entry in entries if entry.path not in above]

    assert len(leaves) >= 90
    assert {len(entry.path) for entry in entries} == {1, 2, 3}
    assert len({entry.path for entry in entries}) == len(entries)
    assert all(entry.department for entry in entries)


WORDS = st.lists(st.text(max_size=4), max_size=4).map(tuple)
PARTS = st.builds(Part, terms=WORDS, spelled=WORDS)


@given(
    candidates=st.lists(
        st.builds(
            Candidate,
            pk=st.integers(1, 99),
            parts=st.lists(PARTS, min_size=1, max_size=3).map(tuple),
            kinds=st.frozensets(st.sampled_from(MatterKind.values)),
            is_leaf=st.booleans(),
        ),
        max_size=8,
    ),
    text=st.text(max_size=600),
    kind=st.sampled_from(["", *MatterKind.values]),
    limit=st.integers(-1, 6),
)
def test_nothing_typed_breaks_it(
    candidates: list[Candidate], text: str, kind: str, limit: int
) -> None:
    found = suggest(candidates, text, kind=kind, limit=limit)

    assert len(found) <= max(0, limit)
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    fitting = {each.pk for each in candidates if not kind or kind in each.kinds}
    assert {each.pk for each in found} <= fitting

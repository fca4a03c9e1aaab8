"""Workbooks as offices have them, built by code: twins of those in the field, invented people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
UNIT_HEADINGS = (
    *("楼号", "单元", "房间", "楼层", "总层数", "是否有电梯", "房屋类型", "房屋户型"),
    *("建筑面积", "室内面积", "租金", "房屋状态", "业主名称", "性别", "手机号"),
    *("身份证号", "业主类型"),
)


def book(
    sheets: Mapping[str, Rows],
    *,
    change: Callable[[Workbook, dict[str, Worksheet]], None] | None = None,
) -> bytes:
    """Return a workbook of sheets of rows; None leaves a cell empty, dates become date cells.

    :param change: may do to the sheets what rows cannot say: merge cells, write formulas.
    """
    buffer = BytesIO()
    made = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    pages = {}
    for name, rows in sheets.items():
        page = pages[name] = made.add_worksheet(name)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date | datetime):
                    page.write_datetime(number, column, cell, day)
                elif cell is not None:
                    page.write(number, column, cell)
    if change:
        change(made, pages)
    made.close()
    return buffer.getvalue()


def identity(number: int, *, right: bool = True) -> str:
    """Return an invented identity number of a place that is none."""
    plain = f"0000991988{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(plain, WEIGHTS, strict=True))
    check = "10X98765432"[total % 11]
    return plain + (check if right else ("1" if check != "1" else "2"))


def unit_row(number: int, **changed: Any) -> tuple[Any, ...]:
    """Return a row of the one-sheet workbook: numbers as floats, codes for words."""
    facts: dict[str, Any] = {
        "building": 1.0,
        "entrance": 1.0,
        "room": 1000.0 + number,
        "floor": 10.0,
        "floors": 33.0,
        "lift": "有",
        "use": 110.0,
        "layout": 10102.0,
        "built": 94.56,
        "inner": 80.5,
        "rent": 0.0,
        "state": 2001.0,
        "name": f"测试{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "gender": "男",
        "phone": 13_900_010_000.0 + number,
        "identity": identity(number),
        "role": 1001.0,
    }
    return tuple((facts | changed).values())


def one_sheet(*rows: Sequence[Any]) -> bytes:
    """Return the twin of the workbook with units and owners in one sheet, explained beside it."""
    width = len(UNIT_HEADINGS)
    sheet: list[list[Any]] = [list(UNIT_HEADINGS), *(list(row) for row in rows)]
    beside = [
        ("说明", "请一定看下面说明"),
        ("楼号", "楼栋编号"),
        ("单元", "单元编号 一单元填写 1 二单元填写 2，\n如果是商铺请固定填写0"),
        ("房屋类型", "住宅 110\n办公室 120\n宿舍  119\n如果不够请联系管理员"),
        ("房屋户型", "目前填写为10102"),
        ("手机号", "业主真实手机号，11位，\n没有时固定写18999999999"),
        ("业主类型", "1001 业主\n1002 家庭成员\n1003 房屋租客\n1004 临时人员"),
        (
            "房屋状态",
            " 2001 已入住\n2002 未销售\n 2004 未入住\n2006 已出租（商铺专用）\n 2008 空闲",
        ),
    ]
    while len(sheet) < 5 + len(beside):
        sheet.append([])
    for index, words in enumerate(beside, start=5):
        cells = sheet[index] + [None] * (width + 1 - len(sheet[index]))
        sheet[index] = [*cells, *words]
    return book({"资产信息": sheet})


def five_sheets(*, owner_numbers: Sequence[float] = (1, 2, 3)) -> bytes:
    """Return the twin of the workbook in five sheets, which refer to owners by their numbers."""
    shared = identity(7)
    owners = [
        (1.0, "测试甲", "男", 28.0, 18_999_999_999.0, shared),
        (2.0, "测试乙", "男", 18.0, 13_900_020_002.0, shared),
    ]
    units = [
        (
            1011.0 + index,
            1.0,
            1.0,
            1.0,
            1010.0,
            94.56,
            float(number),
            "1#2",
            "2020-06-10#2020-07-10",
        )
        for index, number in enumerate(owner_numbers)
    ]
    return book(
        {
            "楼栋单元": [
                ("楼栋号", "单元编号", "总层数", "是否有电梯"),
                (1.0, 1.0, 33.0, "有", None, None, None, "说明"),
                (1.0, 2.0, 33.0, "有", None, None, None, "楼栋号", "楼栋编号"),
                (2.0, 1.0, 33.0, "无", None, None, None, "单元编号", "一单元填写 1 二单元填写 2"),
            ],
            "业主信息": [
                ("业主编号", "业主名称", "性别", "年龄", "手机号", "身份证号"),
                *owners,
                (),
                (None,) * 9 + ("说明",),
                (None,) * 9 + ("业主编号", "必须为唯一值，不能重复"),
                (None,) * 9 + ("身份证号", "业主有效身份证 没有时填写 111111111111111111"),
            ],
            "费用设置": [
                ("费用编号", "费用类型", "收费项目", "缴费周期", "计算公式", "计费单价"),
                (1.0, "物业费", "测试收费1", 6.0, 1001.0, 1.3),
                (None,) * 8 + ("计算公式", 1001.0, "面积*单价+附加费"),
            ],
            "房屋信息": [
                (
                    "房屋编号",
                    "楼栋编号",
                    "单元编号",
                    "房屋楼层",
                    "房屋户型",
                    "建筑面积",
                    "业主编号",
                    "房屋费用",
                    "费用开始时间",
                ),
                *units,
            ],
            "车位信息": [
                (
                    "停车场编号",
                    "车位编码",
                    "停车场类型",
                    "面积",
                    "业主编号",
                    "车牌号",
                    "车品牌",
                    "车类型（9901 家用小汽车 9902 客车 9903 货车）",
                    "颜色",
                    "出租还是出售（H出租S出售）",
                ),
                (1.0, "C0001", "地上停车位", 98.32, 2.0, "浙A12345", "比亚迪", 9901.0, "白", "S"),
                (1.0, "C0002", "地下停车位", 1.0),
                (),
                (None,) * 11 + ("说明",),
                (None,) * 11 + ("出售还是出租", "H", "出租"),
                (None,) * 12 + ("S", "出售"),
            ],
        }
    )


def fees() -> bytes:
    """Return the twin of the payment history."""
    return book(
        {
            "房屋缴费历史": [
                ("房屋", "收费项目", "缴费周期", "开始时间", "结束时间", "缴费时间", "应缴金额",
                 "实缴金额", "收银员", "备注"),
                ("1-1-1001", "物业费", 12.0, date(2016, 1, 1), date(2017, 1, 1), date(2017, 1, 1),
                 1000.0, 1000.0, "测试", "手工导入", None, "说明："),
                (None,) * 11 + ("房屋", "楼栋-单元-房屋 如果是商铺 楼栋-0-商铺"),
            ]
        }
    )  # fmt: skip

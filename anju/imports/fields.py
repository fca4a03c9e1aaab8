"""What a column of a workbook can mean, and the words people write above it. Pure."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache

from django.db.models import TextChoices


class SheetKind(TextChoices):
    """What a sheet holds."""

    UNITS = "units", "房屋(含住户)"
    ENTRANCES = "entrances", "楼栋和单元"
    PEOPLE = "people", "业主、住户"
    SPACES = "parking_spaces", "车位"
    VEHICLES = "vehicles", "车辆"
    METERS = "meters", "计量表"
    FEES = "fees", "收费(暂不导入)"
    NOTHING = "ignored", "不导入"


class Field(TextChoices):
    """What one column means; the value is the column's word in addresses and `--take`."""

    UNIT_CODE = "unit_code", "房屋编号(1-2-301)"
    BUILDING = "building", "楼栋"
    ENTRANCE = "entrance", "单元"
    ROOM = "room", "房号"
    FLOOR = "floor", "楼层"
    FLOORS = "floors", "总层数"
    LIFT = "lift", "有无电梯"
    USE = "use", "房屋类型"
    LAYOUT = "layout", "户型"
    AREA_BUILT = "area_built", "建筑面积"
    AREA_INNER = "area_inner", "套内面积"
    AREA_BILLED = "area_billed", "计费面积"
    STATE = "state", "房屋状态"
    DELIVERED_ON = "delivered_on", "交房日期"
    STANDING_NOTE = "standing_note", "固定交代"
    OWNER_NUMBER = "owner_number", "业主编号"
    NAME = "name", "姓名"
    PHONE = "phone", "电话"
    IDENTITY_KIND = "identity_kind", "证件类型"
    IDENTITY = "identity", "证件号码"
    GENDER = "gender", "性别"
    ADDRESS = "form_of_address", "称呼"
    ROLE = "role", "与房屋的关系"
    SHARE = "share", "产权份额"
    MOVED_IN_ON = "moved_in_on", "入住日期"
    TENANT = "tenant", "租户姓名"
    TENANT_PHONE = "tenant_phone", "租户电话"
    TENANT_IDENTITY = "tenant_identity", "租户证件号码"
    LOT = "lot", "停车场"
    SPACE = "space", "车位编号"
    SPACE_KIND = "space_kind", "车位类型"
    SPACE_AREA = "space_area", "车位面积"
    GROUND = "ground", "出租或出售"
    PLATE = "plate", "车牌号"
    BRAND = "brand", "车辆品牌"
    COLOUR = "colour", "车辆颜色"
    METER_KIND = "meter_kind", "表类型"
    METER = "meter", "表号"
    WATER_METER = "water_meter", "水表号"
    POWER_METER = "power_meter", "电表号"
    GAS_METER = "gas_meter", "燃气表号"
    HEAT_METER = "heat_meter", "热量表号"
    MULTIPLIER = "multiplier", "倍率"
    DIGITS = "digits", "表位数"


class Known(Enum):
    """Columns that are understood and not taken; the value says why."""

    FEE = "收费资料将在收费功能中导入,本次没有导入"
    READING = "表底数将在收费功能中导入,本次没有导入"
    AGE = "年龄不是服务所必需的,按个人信息最小必要原则不登记"
    RENT = "租金没有导入"
    REMARK = "备注没有导入;如果是每次上门前都要知道的话,可以选作“固定交代”"
    PRIVATE = "这类个人信息不是服务所必需的,不登记"
    VEHICLE_KIND = "车辆类型没有导入"
    SERIAL = ""  # a running number says nothing


Meaning = Field | Known

# Words whose meaning depends on what else the sheet has.
BY_KIND: dict[str, dict[SheetKind, Meaning]] = {
    "面积": {SheetKind.UNITS: Field.AREA_BUILT, SheetKind.SPACES: Field.SPACE_AREA},
    "类型": {
        SheetKind.UNITS: Field.USE,
        SheetKind.SPACES: Field.SPACE_KIND,
        SheetKind.METERS: Field.METER_KIND,
        SheetKind.PEOPLE: Field.ROLE,
    },
    "状态": {SheetKind.UNITS: Field.STATE},
    "编号": {
        SheetKind.SPACES: Field.SPACE,
        SheetKind.METERS: Field.METER,
        SheetKind.PEOPLE: Field.OWNER_NUMBER,
    },
    "品牌": {SheetKind.SPACES: Field.BRAND, SheetKind.VEHICLES: Field.BRAND},
}

_WORDS: dict[Meaning, str] = {
    Field.UNIT_CODE: (
        "房屋全称 房屋地址 房屋坐落 房屋位置 房产编号 房产 房屋 物业地址"
        " 楼栋房号 完整房号"
        " 楼号房号 栋号房号 单元房号 资产编号 资产 房间全称 房屋名称 房产名称 住址 地址 门牌号 门牌"
    ),
    Field.BUILDING: (
        "楼栋 楼栋号 楼号 楼栋编号 楼栋名称 楼栋编码 栋号 栋 幢 幢号 座 座号"
        " 楼座 楼宇 楼宇名称"
        " 楼宇编号 楼 楼幢 楼幢号 几号楼 所在楼栋 所属楼栋 栋座 栋别 大楼 楼盘号"
    ),
    Field.ENTRANCE: "单元 单元号 单元编号 单元名称 单元编码 门洞 梯号 梯 所在单元 所属单元",
    Field.ROOM: (
        "房号 房间 房间号 房间编号 房间号码 室号 室 户号 房屋编号 房屋号 房屋号码"
        " 门号 商铺号 铺号"
        " 商铺编号 房屋编码 户室号 室号房号 房产号"
    ),
    Field.FLOOR: "楼层 房屋楼层 所在楼层 层 层数号 所在层 层号",
    Field.FLOORS: "总层数 总楼层 层数 楼层数 地上层数 总楼层数",
    Field.LIFT: "是否有电梯 有无电梯 电梯 有电梯",
    Field.USE: (
        "房屋类型 房产类型 用途 房屋用途 使用性质 房屋性质 物业类型 业态 房型类别 房间类型 规划用途"
    ),
    Field.LAYOUT: "户型 房屋户型 房型 户型名称 户型结构 格局",
    Field.AREA_BUILT: (
        "建筑面积 产权面积 房屋面积 建面 房本面积 证载面积 产证面积 房产面积 实测面积"
    ),
    Field.AREA_INNER: "套内面积 室内面积 使用面积 套内建筑面积 套内使用面积 实用面积 专有面积",
    Field.AREA_BILLED: "计费面积 收费面积 物业费面积 缴费面积 计价面积",
    Field.STATE: (
        "房屋状态 房间状态 入住状态 居住状态 房态 使用状态 交付状态 入住情况 居住情况 房产状态"
    ),
    Field.DELIVERED_ON: (
        "交房日期 交房时间 收房时间 收房日期 交付日期 交付时间 接房日期 接房时间 入伙日期 入伙时间"
    ),
    Field.STANDING_NOTE: "固定交代 上门须知 注意事项",
    Field.OWNER_NUMBER: "业主编号 业主编码 住户编号 客户编号 业主号 人员编号 业主代码 业主序号",
    Field.NAME: (
        "姓名 业主姓名 业主名称 业主 户主 户主姓名 产权人 产权人姓名 房主 房主姓名"
        " 客户名称 客户姓名"
        " 住户姓名 住户名称 住户 名称 人员姓名 成员姓名 权利人 所有权人 车主 车主姓名 使用人"
        " 业主名字 名字 联系人"
    ),
    Field.PHONE: (
        "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 业主电话 业主手机"
        " 业主手机号 业主联系电话"
        " 业主联系方式 移动电话 电话1 电话2 电话3 手机1 手机2 备用电话 第二电话 固定电话 固话"
        " 座机 住宅电话 家庭电话 联系手机"
        " 联系号码 车主电话 其他电话 常用电话 业主手机号码 业主电话号码"
    ),
    Field.IDENTITY_KIND: "证件类型 证件种类 证件名称",
    Field.IDENTITY: (
        "身份证 身份证号 身份证号码 证件号 证件号码 业主身份证 业主身份证号"
        " 业主身份证号码 业主证件号码"
        " 统一社会信用代码 营业执照号 信用代码"
    ),
    Field.GENDER: "性别 业主性别",
    Field.ADDRESS: "称呼 尊称 称谓",
    Field.ROLE: (
        "业主类型 住户类型 与业主关系 人员类型 成员类型 与房屋关系 与房屋的关系"
        " 关系 与户主关系 身份 住户身份"
        " 客户类型 人员身份 成员关系 与产权人关系 人员类别 住户性质"
    ),
    Field.SHARE: "产权份额 份额 产权比例 所有权比例 占有份额 共有份额",
    Field.MOVED_IN_ON: "入住日期 入住时间 起租日期 起租时间 居住开始日期 迁入日期",
    Field.TENANT: "租户 租户姓名 租客 租客姓名 承租人 租户名称 承租人姓名 承租方",
    Field.TENANT_PHONE: (
        "租户电话 租客电话 承租人电话 租户手机 租客手机 租户手机号"
        " 租客手机号 租户联系电话 租户联系方式"
        " 租客联系方式 租客联系电话 承租人联系电话"
    ),
    Field.TENANT_IDENTITY: (
        "租户身份证 租户身份证号 租户证件号码 租客身份证号 租客身份证 承租人身份证号"
    ),
    Field.LOT: (
        "停车场 停车场编号 停车场名称 车场 车库 停车场号 车场编号 车库编号 车位区域 所属停车场"
    ),
    Field.SPACE: (
        "车位 车位号 车位编号 车位编码 泊位号 停车位 车位号码 车位名称 停车位编号 停车位号"
    ),
    Field.SPACE_KIND: "停车场类型 车位类型 车位类别 车位性质 停车位类型",
    Field.SPACE_AREA: "车位面积",
    Field.GROUND: "出租还是出售 出售还是出租 车位状态 租售 租售状态 使用方式 车位权属",
    Field.PLATE: "车牌 车牌号 车牌号码 车辆号牌 号牌 车号 牌照 牌照号 车辆牌照",
    Field.BRAND: "车品牌 车辆品牌 车型 品牌型号 车辆型号 车型品牌",
    Field.COLOUR: "颜色 车颜色 车身颜色 车辆颜色",
    Field.METER_KIND: "表类型 仪表类型 表种类 表具类型 仪表种类 表计类型 抄表类型",
    Field.METER: "表号 仪表编号 表编号 表具编号 仪表号 表计编号 表码编号 表具号",
    Field.WATER_METER: "水表 水表号 水表编号 水表表号 水表号码",
    Field.POWER_METER: "电表 电表号 电表编号 电表表号 电表号码",
    Field.GAS_METER: "燃气表 燃气表号 燃气表编号 气表 气表号 煤气表号 天然气表号 气表编号",
    Field.HEAT_METER: "热量表 热表 热表号 热量表号 暖气表号 热表编号",
    Field.MULTIPLIER: "倍率 表倍率 变比",
    Field.DIGITS: "表位数 位数 表盘位数",
    Known.FEE: (
        "费用 收费项目 收费项 费用编号 费用类型 费用名称 费用标识 付费类型 缴费周期"
        " 出账类型 计费起始时间"
        " 计费结束时间 计算公式 计费单价 固定费用 房屋费用 费用开始时间 费用结束时间 应缴金额"
        " 实缴金额 应收金额 实收金额"
        " 缴费时间 收银员 单价 物业费单价 物业费 欠费 欠费金额 缴费金额 收费标准 开始时间"
        " 结束时间 计费开始时间 计费标准"
        " 缴费日期 费用项 附加费 账单编号 收款人 支付方式 收据号 预存 余额 滞纳金 金额 应缴 实缴"
    ),
    Known.READING: (
        "底数 表底数 初始读数 初始底数 起始读数 水表底数 电表底数 止码 起码"
        " 上次读数 本次读数 当前读数"
    ),
    Known.AGE: "年龄 业主年龄 出生日期 生日 出生年月",
    Known.RENT: "租金 月租金 房租",
    Known.REMARK: "备注 说明 备注说明 备注信息",
    Known.PRIVATE: (
        "民族 籍贯 户籍 户籍地址 政治面貌 学历 职业 工作单位 婚姻状况 婚姻 宗教"
        " 银行卡号 银行账号 收入"
        " 人脸 照片 人脸照片 微信号 微信 邮箱 电子邮箱 户口所在地 国籍"
    ),
    Known.VEHICLE_KIND: "车类型 车辆类型 车辆种类",
    Known.SERIAL: "序号 行号 编号序号 no 项次",
}
WORDS: dict[str, Meaning] = {
    word: meaning for meaning, words in _WORDS.items() for word in words.split()
}
# Tried in order where no word fits whole: long headers say more than they must.
PATTERNS: tuple[tuple[str, Meaning], ...] = (
    (r"楼.*(房|室)|栋.*(房|室)|单元.*(房|室)", Field.UNIT_CODE),
    (r"租(户|客).*(电话|手机)|承租.*(电话|手机)", Field.TENANT_PHONE),
    (r"租(户|客).*(证)|承租.*(证)", Field.TENANT_IDENTITY),
    (r"(租户|租客|承租人|承租方)(姓名|名称)?$", Field.TENANT),
    (r"费|金额|单价|缴", Known.FEE),
    (r"底数|读数|止码", Known.READING),
    (r"套内|室内|使用面积", Field.AREA_INNER),
    (r"(计费|收费)面积", Field.AREA_BILLED),
    (r"建筑面积|产权面积|房屋面积", Field.AREA_BUILT),
    (r"身份证|证件号", Field.IDENTITY),
    (r"车牌|号牌", Field.PLATE),
    (r"车位(编?号|编码)", Field.SPACE),
    (r"(手机|电话)(号码?)?$|联系方式", Field.PHONE),
    (r"(交房|收房|交付|入伙)(日期|时间)", Field.DELIVERED_ON),
    (r"入住(日期|时间)", Field.MOVED_IN_ON),
    (r"(业主|户主|产权人|客户)(的)?(姓名|名称)", Field.NAME),
)
TRADITIONAL = str.maketrans(
    "樓棟號單層戶積電話機類業證備註車輛產權關係態時間際數碼門產間費屬積內總無聯繫稱謂繳額實應項",
    "楼栋号单层户积电话机类业证备注车辆产权关系态时间际数码门产间费属积内总无联系称谓缴额实应项",
)
SEVERAL = frozenset({Field.PHONE, Field.TENANT_PHONE})
"""Fields that may stand above more than one column."""


def plain_header(text: str) -> str:
    """Return a heading without what does not count: marks, units, brackets, spaces, line breaks."""
    folded = unicodedata.normalize("NFKC", text).translate(TRADITIONAL).lower()
    folded = re.sub(r"[(【\[<《].*?[)】\]>》]", "", folded)
    folded = re.sub(r"[(【\[].*$", "", folded)
    folded = re.sub(r"[\s*:、。.,/\\_\-—#☆★]+|必填|选填|m2$|㎡|平方米?$|平米$", "", folded)
    return folded[:40]


@lru_cache(maxsize=10_000)
def meaning_of(text: str) -> Meaning | str | None:
    """Return what a heading means: a field, something known and not taken, or None.

    A word that depends on the sheet (面积) comes back as itself, a key of `BY_KIND`.
    """
    header = plain_header(text)
    if not header or len(header) > 20:
        return None
    if header in BY_KIND:
        return header
    if header in WORDS:
        return WORDS[header]
    for pattern, meaning in PATTERNS:
        if re.search(pattern, header):
            return meaning
    return None

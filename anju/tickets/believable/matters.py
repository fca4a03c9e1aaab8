"""What people bring to a desk in an ordinary month, and what comes of it. Nobody in it exists.

Words as they are said on the telephone; `done` is what a worker writes down, `answer` what the
owner hears.
"""

from dataclasses import dataclass

from anju.tickets.states import MatterKind as K

HOME, PUBLIC = "home", "public"


@dataclass(frozen=True, slots=True)
class Told:
    """One sort of matter: how often it comes, and its texts.

    :param where: `home` for somebody's unit, else part of a public place's name.
    """

    kind: K
    words: str
    answer: str
    done: str = ""
    where: str = HOME
    weight: int = 2
    department: str = ""
    question: str = ""


ORDINARY: tuple[Told, ...] = (
    Told(
        K.REPAIR,
        "厨房水龙头一直滴水,关不紧",
        "水龙头已换好,试水不漏",
        "更换陶瓷阀芯,试水正常",
        weight=6,
    ),
    Told(
        K.REPAIR,
        "卫生间马桶堵了,水下不去",
        "马桶已疏通,请不要投入湿巾",
        "疏通马桶,冲水正常",
        weight=5,
    ),
    Told(
        K.REPAIR,
        "家里跳闸了,一开空调就跳",
        "已更换空气开关,空调试机正常",
        "空气开关老化,更换 1 只",
        weight=4,
    ),
    Told(K.REPAIR, "客厅灯不亮了,换了灯泡也不行", "开关已换,灯正常", "开关触点烧蚀,更换", weight=3),
    Told(
        K.REPAIR, "阳台地漏反水,有味道", "地漏已疏通并加了防臭芯", "疏通支管,更换防臭芯", weight=3
    ),
    Told(
        K.REPAIR,
        "入户门锁转不动,钥匙插进去卡住",
        "锁芯已上油,仍不顺的话建议更换",
        "清理锁芯,加石墨粉",
        weight=3,
    ),
    Told(
        K.REPAIR,
        "卫生间顶上渗水,楼上可能漏了",
        "已与楼上约好闭水试验,明天上门",
        "楼上地漏周边渗漏,已做闭水试验",
        weight=3,
    ),
    Told(
        K.REPAIR,
        "厨房下水管接口漏水,柜子湿了",
        "软管已换,柜子请通风晾干",
        "更换下水软管 1 根",
        weight=3,
    ),
    Told(
        K.REPAIR,
        "窗户合页松了,关不严漏风",
        "合页已调整,窗扇能关严",
        "调整合页,补两颗螺丝",
        weight=2,
    ),
    Told(
        K.REPAIR,
        "对讲机听不到声音,客人按门铃没反应",
        "室内机已换,试机正常",
        "更换室内对讲分机",
        weight=3,
    ),
    Told(
        K.REPAIR,
        "三单元电梯里的灯一直闪",
        "轿厢灯管已更换",
        "更换轿厢照明灯管 2 支",
        where="梯",
        weight=2,
    ),
    Told(
        K.REPAIR,
        "地下车库有一片灯不亮,晚上很黑",
        "已更换 6 支灯管,照明恢复",
        "更换灯管 6 支",
        where="车库",
        weight=3,
    ),
    Told(
        K.REPAIR,
        "大门口道闸抬不起来,车堵住了",
        "道闸已修复,手动放行期间的车已疏导",
        "道闸限位开关故障,更换",
        where="门",
        weight=2,
    ),
    Told(K.REPAIR, "单元门禁刷卡没反应", "读卡器已更换,卡可正常使用", "更换读卡器", weight=3),
    Told(
        K.REPAIR, "楼道声控灯不亮,老人上下楼看不见", "声控灯已更换", "更换声控灯头 2 只", weight=3
    ),
    Told(
        K.REPAIR,
        "家里没水了,邻居家有水",
        "水表后阀门已更换,供水恢复",
        "户内总阀失灵,更换",
        weight=2,
    ),
    Told(K.REPAIR, "暖气片接口有点渗水", "接口已紧固,观察一天不漏", "紧固活接,更换垫片", weight=1),
    Told(K.REPAIR, "想请师傅装一个晾衣架", "晾衣架已装好,承重试过", "安装晾衣架 1 套", weight=2),
    Told(
        K.COMPLAINT,
        "楼上装修中午还在打孔,孩子没法睡",
        "已到现场制止,装修队签了保证书,周末全天不施工",
        "现场制止并登记,张贴提醒",
        weight=4,
        department="安防部",
    ),
    Told(
        K.COMPLAINT,
        "楼道垃圾两天没人收,味道很大",
        "已清运并冲洗,今后每天早晚各收一次",
        "清运楼道垃圾并消杀",
        weight=3,
    ),
    Told(
        K.COMPLAINT,
        "我的车位又被外来车占了,保安不管",
        "外来车已移走,门岗已加强登记",
        "联系车主移车,门岗登记",
        weight=3,
        department="安防部",
    ),
    Told(
        K.COMPLAINT,
        "保洁阿姨拖地水太多,电梯口很滑",
        "已要求拖后擦干并放警示牌",
        "现场整改,补放警示牌",
        weight=2,
    ),
    Told(
        K.COMPLAINT,
        "晚上十一点广场还有人放音响跳舞",
        "巡逻岗已劝离,今后十点清场",
        "夜巡劝离,列入重点时段",
        where="花园",
        weight=2,
        department="安防部",
    ),
    Told(
        K.COMPLAINT,
        "上次修的水管又漏了,修了跟没修一样",
        "已返修并更换整根软管,质保三个月",
        "更换软管,试水半小时",
        weight=2,
    ),
    Told(
        K.COMPLAINT,
        "电瓶车又停在楼道里充电,太危险",
        "已联系车主移走,夜巡每晚查看",
        "移车并教育车主",
        weight=3,
        department="安防部",
    ),
    Told(
        K.HELP,
        "我把钥匙锁在家里了,孩子在里面",
        "开锁师傅已到,门已打开,孩子安好",
        "陪同备案开锁师傅到场",
        weight=2,
        department="安防部",
        question="请派人陪同开锁,孩子在家里",
    ),
    Told(
        K.HELP,
        "家里老人摔倒扶不起来,能不能来个人",
        "同事已上门帮助,老人无碍",
        "两人上门搀扶",
        weight=1,
        department="安防部",
        question="请两位同事上门帮忙扶老人",
    ),
    Told(K.HELP, "想借一下手推车搬东西", "手推车已借出,请当天归还", weight=3),
    Told(
        K.HELP,
        "小区里看到一只受伤的猫,能不能处理",
        "已联系救助站接走",
        "联系救助站",
        where="花园",
        weight=1,
        department="绿化部",
        question="花园里有受伤的猫,能否处理",
    ),
    Told(K.QUESTION, "物业费什么时候交,能不能扫码", "每季度首月交,可扫码或到前台", weight=5),
    Told(K.QUESTION, "装修押金怎么退,要带什么", "验收合格后凭收据和身份证办理", weight=4),
    Told(K.QUESTION, "车位续租怎么办理", "到期前一个月到前台续签", weight=3),
    Told(K.QUESTION, "停水检修到几点", "按公告到 17:00,来水先放一会儿浑水", weight=4),
    Told(K.QUESTION, "快递柜换到哪里了", "在南门岗亭西侧", weight=3),
    Told(K.QUESTION, "门禁卡丢了补办多少钱", "工本费 20 元,凭身份证补办", weight=3),
    Told(
        K.SUGGESTION,
        "儿童游乐区能不能加个遮阳棚",
        "已转报管理处,答复后再告诉您",
        where="游乐",
        weight=2,
    ),
    Told(
        K.SUGGESTION,
        "建议地库出口装个凸面镜",
        "已报工程部评估,谢谢您的建议",
        where="车库",
        weight=2,
    ),
    Told(K.PRAISE, "修水管的师傅态度特别好,还把地擦干净了", "谢谢您,已转告本人", weight=3),
    Told(K.PRAISE, "保安帮我把走丢的孩子找回来了,太感谢了", "谢谢您,已转告安防部", weight=1),
)

FAULT_WORDS = (
    "电梯又停在十楼不动,我们上下都爬楼",
    "电梯这个月第三次坏了,家里有老人下不去",
    "电梯坏了一天没人说什么时候好",
    "电梯停了,孩子上学走了十五层",
    "电梯老是坏,维保到底有没有来",
)
FAULT_TITLE = "3栋电梯反复停运"

FOLLOWED = ("很及时,谢谢", "师傅挺专业", "修好了,没再漏", "态度不错", "就是等得久了点")
UNHAPPY = ("还是有点渗,希望再看看", "说好上午来,下午才到")
CALLS = ("业主认可", "业主表示感谢", "已说明情况,业主理解")

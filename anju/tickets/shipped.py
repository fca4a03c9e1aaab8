"""What else a new project starts with: remits, dispatch rules, checklists, prices."""

from datetime import time

from anju.tickets.states import ChecklistUse, Material, MatterKind, May, Stage, Way

K = MatterKind

# post, path of the branch (empty: all), kind (empty: all), what it may, why
REMITS: tuple[tuple[str, tuple[str, ...], str, May, str], ...] = (
    ("receptionist", (), K.REPAIR, May.ALONE, "登记并派单"),
    ("receptionist", (), K.HELP, May.ALONE, "登记并联系责任部门"),
    ("receptionist", (), K.QUESTION, May.ALONE, "能解释的当场解释"),
    ("receptionist", (), K.SUGGESTION, May.ALONE, "记录并致谢"),
    ("receptionist", (), K.PRAISE, May.ALONE, "记录并转达"),
    ("receptionist", (), K.COMPLAINT, May.UP, "投诉一律即时上报"),
    ("receptionist", ("服务", "收费", "减免与退费"), "", May.UP, "涉及减免退费不得自行答复"),
    ("receptionist", ("安全秩序", "治安"), "", May.UP, "先通知安防,同时上报"),
    ("receptionist", ("安全秩序", "治安", "查看监控"), "", May.UP, "查看监控须经主管同意"),
    ("receptionist", ("公共区域", "电梯", "困人"), "", May.UP, "先救人,同时上报"),
    ("receptionist", ("安全秩序", "紧急求助"), "", May.UP, "先救助,同时上报"),
    ("assistant", (), "", May.ALONE, ""),
    ("assistant", ("服务", "收费"), K.COMPLAINT, May.UP, "收费投诉由主管答复"),
    ("assistant", ("服务", "服务态度"), K.COMPLAINT, May.UP, "涉及员工的投诉由主管处理"),
    ("assistant", ("服务", "收费", "减免与退费"), "", May.UP, "减免退费由主管审核"),
    ("assistant", ("安全秩序", "高空抛物"), "", May.UP, ""),
    ("assistant", ("安全秩序", "紧急求助"), "", May.UP, "先救助,同时上报"),
    ("supervisor", (), "", May.ALONE, ""),
    ("supervisor", ("服务", "收费", "减免与退费"), "", May.UP, "减免退费由项目经理批准"),
    ("supervisor", ("安全秩序", "紧急求助"), "", May.UP, "重大事件即时报项目经理"),
)

NIGHT = (time(18), time(8))
# name, path of the branch (empty: all), hours (None: any), department, way
RULES: tuple[tuple[str, tuple[str, ...], tuple[time, time] | None, str, Way], ...] = (
    ("电梯困人", ("公共区域", "电梯", "困人"), None, "工程部", Way.FEWEST),
    ("充电桩维修", ("安全秩序", "电动车", "充电桩故障"), None, "工程部", Way.FEWEST),
    ("道闸维修", ("安全秩序", "停车", "道闸故障"), None, "工程部", Way.FEWEST),
    ("消防通道堵占", ("公共区域", "消防设施", "通道堵占"), None, "安防部", Way.FEWEST),
    ("安全秩序", ("安全秩序",), None, "安防部", Way.FEWEST),
    ("夜间环境卫生先由安防处置", ("环境卫生",), NIGHT, "安防部", Way.FEWEST),
    ("电梯轿厢保洁", ("公共区域", "电梯", "内部脏乱"), None, "保洁部", Way.IDLE),
    ("环境卫生", ("环境卫生",), None, "保洁部", Way.IDLE),
    ("绿化", ("绿化",), None, "绿化部", Way.IDLE),
    ("收费", ("服务", "收费"), (time(8, 30), time(17, 30)), "财务部", Way.IDLE),
    ("重复故障返修", ("服务", "维修质量", "重复故障"), None, "工程部", Way.FEWEST),
    ("服务", ("服务",), None, "客户服务部", Way.FEWEST),
    ("大堂与访客", ("商办", "大堂与访客"), None, "客户服务部", Way.GRAB),
    ("公共区域设施", ("公共区域",), None, "工程部", Way.FEWEST),
    ("厨房", ("厨房",), None, "工程部", Way.FEWEST),
    ("卫生间", ("卫生间",), None, "工程部", Way.FEWEST),
    ("客厅与卧室", ("客厅与卧室",), None, "工程部", Way.FEWEST),
    ("门窗与阳台", ("门窗与阳台",), None, "工程部", Way.FEWEST),
    ("户内水电", ("户内水电",), None, "工程部", Way.FEWEST),
    ("商办设施", ("商办",), None, "工程部", Way.FEWEST),
    ("其他事项", (), None, "客户服务部", Way.FEWEST),
)

E_, S_, L_ = Stage.BEFORE_ENTERING, Stage.BEFORE_STARTING, Stage.BEFORE_LEAVING
Item = tuple[Stage, str, bool]
# name, where it is used, items with "photo wanted"
CHECKLISTS: tuple[tuple[str, ChecklistUse, tuple[Item, ...]], ...] = (
    (
        "入户维修七个一",
        ChecklistUse.INDOOR,
        (
            (E_, "佩戴一个工牌,先敲门并说明来意", False),
            (E_, "带一个工具包,工具齐全摆放整齐", False),
            (E_, "自带一瓶水,不喝业主家的水", False),
            (E_, "进门穿一双鞋套", False),
            (S_, "铺一块干净的布遮盖家具和地面", True),
            (L_, "用一块抹布清理碎屑,擦净作业处", True),
            (L_, "搬动过的东西全部归位,请业主填一张意见卡", False),
        ),
    ),
    (
        "公共区域作业",
        ChecklistUse.OUTDOOR,
        (
            (S_, "在作业范围外摆放警示牌或告示牌", True),
            (S_, "可能影响住户的,已提前通知或张贴告示", False),
            (S_, "检查用电、登高和动火安全措施", False),
            (L_, "收回工具材料,清理现场", True),
            (L_, "撤除警示牌,恢复通行", True),
        ),
    ),
    (
        "闭水试验",
        ChecklistUse.CHOSEN,
        (
            (S_, "封堵地漏和门口,蓄水最浅处不少于 20 毫米", True),
            (S_, "记录开始时间和水位,与楼下住户约好查看", True),
            (L_, "满 24 小时,水位无明显下降", True),
            (L_, "楼下顶面、墙角和管根无渗漏", True),
            (L_, "业主与楼下住户签字确认", False),
        ),
    ),
    (
        "停水停电操作",
        ChecklistUse.OUTDOOR,
        (
            (S_, "通知已发布,影响范围核对无误", False),
            (S_, "电梯、消防和备用电源已确认", False),
            (S_, "阀门、开关处悬挂“有人作业,禁止操作”牌", True),
            (L_, "恢复后逐栋确认水压和供电正常", False),
            (L_, "向客服前台报告恢复时间", False),
        ),
    ),
    (
        "电梯困人救援",
        ChecklistUse.OUTDOOR,
        (
            (S_, "与被困者通话安抚,确认人数和有无不适", False),
            (S_, "确认轿厢位置,切断主电源并悬挂警示牌", True),
            (S_, "维保单位持证人员到场", False),
            (L_, "被困者已安全离开,询问身体状况", False),
            (L_, "停梯张贴告示,等待检修合格", True),
        ),
    ),
    (
        "登高作业",
        ChecklistUse.OUTDOOR,
        (
            (S_, "两人到场,一人作业一人监护", False),
            (S_, "梯具、安全带检查完好", True),
            (S_, "下方围挡并摆放警示牌", True),
            (L_, "工具材料清点无遗落", False),
        ),
    ),
    (
        "空置房入室",
        ChecklistUse.INDOOR,
        (
            (E_, "已征得业主同意并登记借用钥匙", False),
            (E_, "两人同行,进门前拍照记录门锁", True),
            (S_, "记录水电表读数", True),
            (L_, "关闭水阀、电闸和门窗", True),
            (L_, "归还钥匙并告知业主", False),
        ),
    ),
)


N_, I_, X_ = Material.NONE, Material.INCLUDED, Material.EXTRA
# service, unit, yuan, material, note
PRICES: tuple[tuple[str, str, str, Material, str], ...] = (
    ("上门检查费", "次", "20.00", N_, "检查后由本中心维修的免收"),
    ("更换水龙头", "个", "30.00", X_, "业主自备或按实收取材料费"),
    ("更换三角阀", "个", "25.00", X_, ""),
    ("更换软管", "根", "20.00", X_, ""),
    ("疏通面盆、洗菜盆", "处", "50.00", N_, "室内支管"),
    ("疏通地漏", "处", "60.00", N_, "室内支管"),
    ("疏通马桶", "个", "80.00", N_, "需拆装马桶的另加 60 元"),
    ("拆装马桶", "个", "120.00", X_, "含旧马桶移至楼下指定点"),
    ("更换马桶水箱配件", "套", "40.00", X_, ""),
    ("更换灯泡、灯管", "个", "15.00", X_, "层高 3 米以内"),
    ("安装吸顶灯", "盏", "40.00", X_, "层高 3 米以内"),
    ("更换开关、插座", "个", "20.00", X_, ""),
    ("更换空气开关", "个", "40.00", X_, ""),
    ("室内线路检修", "小时", "80.00", X_, "不足 1 小时按 1 小时计"),
    ("更换门锁锁芯", "个", "60.00", X_, ""),
    ("调整门窗、更换合页", "扇", "40.00", X_, ""),
    ("更换纱窗", "平方米", "55.00", I_, "普通玻纤纱"),
    ("安装晾衣架", "套", "100.00", X_, ""),
    ("墙面打孔", "个", "10.00", N_, "瓷砖面加 5 元"),
    ("空调清洗(挂机)", "台", "80.00", I_, ""),
    ("空调清洗(柜机)", "台", "120.00", I_, ""),
    ("油烟机清洗", "台", "150.00", I_, ""),
    ("家庭保洁", "小时", "45.00", I_, "两小时起"),
    ("擦玻璃", "平方米", "6.00", I_, "只擦能安全触及的部分"),
    ("搬运大件垃圾", "件", "50.00", N_, "有电梯;无电梯每层加 5 元"),
    ("办公加时空调", "小时", "120.00", N_, "每层,提前一天申请"),
    ("隔油池清掏", "次", "300.00", I_, "一立方米以内"),
)

"""The tree of matters that a new project starts with, for homes and for offices and shops.

One line an entry, indented by two: name, then marks, then keywords. Marks are inherited:
`@` department, `#` kinds (修 诉 助 问 议 扬), `&` 户 or 公,
`~` minutes, `^` warranty. `!` is urgent and `%` disturbs those who live there; these two are not
inherited.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from anju.tickets.spelling import spelled
from anju.tickets.states import Level, MatterKind, Reach

TREE = """
厨房 @工程部 #修助问 &户 ~90 灶台 水槽
  下水 洗菜池 水池 地漏 下水道 管道
    堵塞 ~60 堵 返水 下水慢 不下水 通一下
    渗漏 ^给排水管道质保2年 漏 滴水 渗
  龙头 水龙头 水嘴 三角阀
    漏水 ~45 漏 滴水 关不紧 滴答
    损坏更换 坏 断 换 拧不动
  烟道与燃气 烟道 油烟机 燃气 煤气
    烟道串味 串烟 倒灌 油烟味 返味
    燃气异味 ! ~15 煤气味 臭鸡蛋 泄漏 漏气
    燃气停供 没气 打不着火 停气
  橱柜与墙地砖 橱柜 瓷砖 墙砖 地砖 柜门
    空鼓脱落 ^装饰装修质保2年 空鼓 掉 脱落 翘
    柜门五金损坏 合页 铰链 拉手 坏
卫生间 @工程部 #修助问 &户 ~90 厕所 洗手间 浴室 淋浴
  马桶 座便器 坐便器 便池 蹲便
    堵塞 ~60 堵 冲不下去 返水 溢
    漏水 ~60 漏 渗 底座
    水箱故障 不上水 一直流 冲不了 水箱
  漏水 渗水 渗漏 天花 吊顶
    楼上渗漏 ! ~60 楼上 天花板 顶上 往下滴 吊顶滴水
    防水失效 ^有防水要求的房间质保5年 墙面返潮 防水 墙皮 渗到外面
    水管爆裂 ! ~20 爆管 喷水 爆了 止不住
  下水 地漏 面盆 洗手池 下水道
    堵塞 ~60 堵 返水 下水慢 积水
    返臭 臭味 臭 异味 反味
  洗浴设施 花洒 热水器 浴霸 淋浴房 排风扇 换气扇
    不出热水 没热水 热水 冷水
    排风不转 不转 排气扇 噪音
客厅与卧室 @工程部 #修助问 &户 ~90 客厅 卧室 房间 家里
  墙面与顶面 墙 墙面 天花板 顶棚 墙皮
    开裂 ^装饰装修质保2年 裂缝 裂 裂纹
    渗水发霉 ^外墙防渗质保5年 渗水 发霉 返潮 漏雨 霉
  地面 地板 地砖 木地板
    起翘空鼓 起翘 空鼓 鼓 松动
  采暖 暖气 地暖 暖气片 供暖 分水器
    不热 ^供热系统质保2个采暖期 冷 不暖 温度低
    漏水 ! ~30 漏 喷 滴水
  空调 中央空调 空调机 出风口
    不制冷 不凉 不冷 不制热
    滴水 漏水 冷凝水 排水
门窗与阳台 @工程部 #修助问 &户 ~90
  入户门 大门 防盗门 门锁 房门 钥匙
    门锁故障 锁坏 打不开 锁不上 拧不动 密码锁
    忘带钥匙 #助 ~30 锁在外面 反锁 钥匙丢 没带钥匙
    门体变形 变形 关不上 下垂 异响
  窗户 窗 玻璃 纱窗 窗框
    关不严 漏风 关不上 把手 五金
    玻璃破裂 ! ~45 碎 破 裂
    窗户渗水 ^外墙防渗质保5年 渗水 漏雨 进水
  阳台 露台 晾衣架 栏杆
    地漏堵塞 堵 积水 返水
    栏杆松动 ! ~60 松动 晃 锈
户内水电 @工程部 #修助问 &户 ~60
  用电 插座 开关 空气开关 配电箱 电表
    全屋停电 ! ~30 没电 停电 跳闸 断电
    插座开关故障 插座 开关 不通电 没反应
    冒火花 ! ~15 火花 焦味 冒烟 短路 漏电
  用水 自来水 水表 水压
    停水 ~30 没水 不出水
    水压低 水小 水流小
    水质异常 发黄 浑 异味 有杂质
  照明与弱电 灯 网络 电视 对讲 网线 光纤
    灯具不亮 灯不亮 灯坏 闪
    可视对讲故障 对讲 门铃 听不见 开不了门
    网络电视信号 断网 网络 没信号 宽带
公共区域 @工程部 #修诉议 &公 ~120 楼道 大堂 小区 公区
  电梯 直梯 货梯 梯
    困人 ! ~15 #修诉助 关在里面 被困 困在 出不来
    停运 ! % ~30 坏了 不动 停了 不运行
    异响抖动 % 异响 抖 晃 响声 顿
    按键与开关门 按钮 按键 关门 夹人 不开门
    内部脏乱 @保洁部 ~45 脏 垃圾 尿 异味
  楼道照明 灯 路灯 声控灯 感应灯 楼梯灯
    灯不亮 ~60 不亮 坏 黑 灭
    长明或闪烁 常亮 闪 不灭
  门禁与单元门 门禁 单元门 刷卡 大门 道闸门 人脸
    打不开 ! ~45 打不开 刷不开 进不去 没反应
    关不上 关不严 闭门器 不锁
    门禁卡失效 卡 刷不了 办卡 补卡
  给排水 水管 雨水管 污水井 下水管 主管道 井盖
    主管道堵塞 ! % ~60 堵 返水 倒灌 外溢 冒污水
    水管漏水 ! % ~45 爆 漏水 跑水
    井盖缺损 ! % ~30 井盖 丢失 塌 响
  消防设施 消防栓 灭火器 烟感 消防通道 喷淋 消防门
    误报警 ~20 报警 响 警铃
    器材缺损 缺 丢 过期 坏
    通道堵占 @安防部 ~60 堵 占用 堆放 杂物
  外墙与屋面 外墙 屋顶 屋面 墙砖 顶楼
    脱落 ! % ~30 掉 脱落 砸 掉砖
    渗漏 % ^屋面与外墙防渗质保5年 漏雨 渗水 漏
  健身与儿童设施 健身器材 滑梯 秋千 儿童乐园 座椅
    设施损坏 坏 断 松 锈
    安全隐患 ! ~60 尖角 松动 危险 划伤
环境卫生 @保洁部 #诉议修扬 &公 ~120 卫生 保洁
  楼道保洁 楼道 楼梯 大堂 走廊 地面
    清扫不及时 脏 没扫 没人打扫 灰
    污渍异味 呕吐 尿 油污 异味 臭
  垃圾 垃圾桶 垃圾站 厨余 大件 建筑垃圾
    清运不及时 满 溢 没人收 臭
    大件与装修垃圾 沙发 家具 装修 建筑垃圾 袋子
  消杀 % 蟑螂 老鼠 蚊子 白蚁 虫
    蟑螂老鼠 % 老鼠 蟑螂 鼠
    蚊虫白蚁 % 蚊 白蚁 飞虫 蜂窝 马蜂
  冰雪与积水 雪 冰 积水 路滑
    路面结冰 ! ~60 结冰 滑 雪 冰
    雨后积水 积水 淹 水坑
绿化 @绿化部 #诉议修 &公 ~240 树 草坪 绿地 花 灌木
  树木 大树 树枝 乔木
    树枝折断 ! % ~60 断 倒 砸 折
    遮光需修剪 遮 挡光 修剪 太密
  草坪与花木 草 草坪 花 灌木
    枯死补种 枯 死 秃 黄
    浇水施药提醒 % 打药 农药 浇水 味道
安全秩序 @安防部 #诉助议 &公 ~30 保安 秩序 安全
  噪声 噪音 吵 扰民 声音
    装修施工噪声 装修 电钻 施工 敲 砸墙
    邻里噪声 楼上 邻居 跑跳 音响 麻将 钢琴
    广场与商业噪声 广场舞 音箱 喇叭 商铺 烧烤
  停车 车位 车 车辆 汽车 停车场 车库
    占用车位 占 别人的车 停我 私家车位
    乱停堵路 堵 挡 乱停 出不去 消防通道
    道闸故障 @工程部 #修诉 道闸 抬杆 不抬 识别
    车辆受损 剐 刮 划 撞 蹭
  电动车 电瓶车 电动自行车 充电桩 充电
    上楼充电 ! ~30 上楼 飞线 推进电梯 楼道充电
    充电桩故障 @工程部 #修 充不上 坏 扣费 没电
  治安 可疑 小偷 盗 打架 监控
    失窃 ! ~15 偷 丢了 失窃 被盗
    纠纷打架 ! ~10 打架 吵架 冲突 打人
    可疑人员 ! ~15 可疑 陌生人 推销 尾随 发小广告
    查看监控 #助问 监控 录像 调取
  高空抛物 ! ~15 抛物 扔 楼上掉 烟头 掉下来
  宠物 狗 猫 遛狗 犬
    不牵绳扰人 ~30 不牵 没牵绳 吓 叫 扑
    咬伤 ! ~10 咬 抓伤
    粪便不清理 狗屎 粪便 大便
  紧急求助 #助 ! ~10
    火情 着火 火 冒烟 烧
    老人儿童求助 摔倒 晕倒 独居 走失 老人 孩子
    突发疾病 救护车 发病 心脏 昏迷 急救
服务 @客户服务部 #诉问议扬 &公 ~60
  收费 @财务部 物业费 费用 账单 缴费 交费 水费 电费 停车费 暖气费
    账单有误 错 多收 不对 算错 重复扣
    标准咨询 #问 多少钱 标准 怎么算 单价
    缴费与发票 #问助 发票 怎么交 收据 线上 开票
    减免与退费 退 减免 空置 优惠
  服务态度 态度 工作人员 前台 师傅 保安 管家
    态度生硬 #诉 态度 凶 骂 不耐烦 推诿
    未按时到场 #诉 没来 迟到 等了 爽约 一直没人
    服务表扬 #扬 感谢 表扬 好评 点赞 锦旗 谢谢
  办理业务 办理 手续 登记 证明 申请
    装修申请 #问 装修 申请 押金 出入证
    物品放行 #问助 放行 搬家 搬出 放行条
    门禁卡与车位登记 #问助 门禁卡 车牌 登记 月卡
    过户与租户登记 #问 过户 租客 租户 入住 买房
  维修质量 返修 没修好 又坏
    重复故障 @工程部 #诉修 又坏 没修好 反复 还是
    收费争议 #诉 乱收费 贵 维修费 收费
  公告与停水停电 通知 公告 停水 停电
    停水停电询问 #问 什么时候来 几点来 停到 为什么停
    通知不到位 #诉 没通知 没收到 不知道
商办 @工程部 #修诉助问 &户 ~60 办公室 商铺 写字楼 公司 店 铺位
  办公室 工位 会议室 办公区
    空调不冷不热 ~45 空调 冷 热 闷 温度
    灯管更换 灯管 灯 格栅灯
    加时空调 #问助 加时 加班 周末空调 延时
  商铺 店铺 门面 招牌 卷帘门 隔油池
    招牌与外立面 招牌 广告 灯箱 霓虹
    隔油池清掏 隔油池 油污 餐饮 清掏
    卷帘门故障 卷帘门 打不开 卡住
  大堂与访客 @客户服务部 #问助诉 &公 大堂 访客 前台 快递
    访客登记 访客 预约 登记 进楼
    货梯与搬运 货梯 搬运 卸货 送货
    会议与场地 会议室 场地 预订
"""

KINDS = dict(zip("修诉助问议扬", MatterKind, strict=True))
REACHES = {"户": Reach.PRIVATE, "公": Reach.PUBLIC}


@dataclass(frozen=True, slots=True)
class Shipped:
    """One entry of the tree with what it inherits resolved; `path` is its names from the top."""

    path: tuple[str, ...]
    kinds: tuple[str, ...]
    level: Level
    reach: Reach
    keywords: tuple[str, ...]
    spelled: tuple[str, ...]
    department: str
    minutes: int | None
    warranty: str
    disturbs: bool

    @property
    def name(self) -> str:
        return self.path[-1]


@cache
def shipped_categories() -> tuple[Shipped, ...]:
    """Return the tree, parents before children."""
    return tuple(_read())


def _read() -> Iterator[Shipped]:
    stack: list[tuple[str, dict[str, str]]] = []
    for line in filter(None, TREE.splitlines()):
        depth = (len(line) - len(line.lstrip())) // 2
        name, *words = line.split()
        marks = dict(stack[depth - 1][1]) if depth else {}
        for mark in "!%":
            marks.pop(mark, None)
        marks |= {word[0]: word[1:] for word in words if word[0] in "@#&~^!%"}
        del stack[depth:]
        stack.append((name, marks))
        keywords = tuple(word for word in words if word[0] not in "@#&~^!%")
        yield Shipped(
            path=tuple(each for each, _ in stack),
            kinds=tuple(KINDS[each].value for each in marks["#"]),
            level=Level.URGENT if "!" in marks else Level.NORMAL,
            reach=REACHES[marks["&"]],
            keywords=keywords,
            spelled=tuple(spelled(name, keywords)),
            department=marks.get("@", ""),
            minutes=int(marks["~"]) if "~" in marks else None,
            warranty=marks.get("^", ""),
            disturbs="%" in marks,
        )

"""Names, forms of address, telephones and plates that nobody has."""

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


# The commonest surnames, in about the proportion one meets them.
SURNAMES = (
    "王王王王王王王李李李李李李李张张张张张张刘刘刘刘刘陈陈陈陈杨杨杨黄黄黄赵赵吴吴周周徐徐孙孙马马朱朱"
    "胡胡郭郭何何林林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文单解仇"
)
COMPOUND = ("欧阳", "司徒", "上官", "诸葛", "尉迟", "司马", "皇甫", "慕容")
OTHER_SCRIPTS = ("阿依古丽·买买提", "巴特尔", "次仁卓玛", "古丽娜尔·艾合买提", "David Miller")
MEN = {
    "老": _words(
        "建国 建军 志强 国庆 卫东 永福 德明 振华 长林 文斌 国强 有根 水生 金生 宝根 炳荣 茂才 学文"
    ),
    "中": _words("伟 勇 军 磊 涛 斌 俊杰 海涛 志伟 立新 晓东 建平 国栋 文涛 少华 永健 家明 卫国"),
    "青": _words("浩然 子轩 宇航 一鸣 思远 嘉豪 明哲 子涵 博文 昊天 俊熙 天宇 泽宇 皓轩 文博 睿"),
}
WOMEN = {
    "老": _words("秀兰 桂英 玉兰 秀英 凤英 淑珍 桂兰 素珍 玉珍 兰英 美珍 春梅 翠花 月娥 金凤 爱华"),
    "中": _words("丽 敏 静 艳 娟 秀丽 海燕 晓红 丽华 雪梅 建英 惠敏 雅琴 红霞 玉梅 春燕"),
    "青": _words("欣怡 雨桐 梓涵 诗琪 思琪 佳怡 梦瑶 雅婷 子萱 语嫣 可馨 静怡 心怡 若曦 晓雯 璐"),
}
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
# No operator has been given these: a trial that dials one reaches nobody.
UNUSED_RANGES = ("160", "161", "163", "164", "168", "169")
BRANDS = _words("大众 丰田 比亚迪 本田 特斯拉 吉利 别克 奥迪 宝马 日产 五菱 长安 红旗 小鹏 理想")
COLOURS = _words("白 黑 灰 银 蓝 红 绿")
TRADES = _words(
    "果香园水果店 老王早餐 惠民便利店 阳光洗衣 康宁药房 好又近便利店 小不点烘焙 "
    "顺达五金 宠爱有家宠物店 清雅茶舍 新发艺理发 安心母婴 悦读书吧 老陈牛肉面 "
    "优鲜超市 口福馄饨 蓝天房产 快修电器 花间花店 童梦早教"
)
FIRMS = _words(
    "云帆 启明 卓越 恒信 博远 天成 汇智 中锐 星海 华拓 新元 合众 智联 鼎新 瑞丰 "
    "宏图 联创 远景 同和 嘉华"
)
BUSINESSES = _words(
    "信息技术 商务咨询 文化传媒 进出口贸易 建筑设计 教育科技 财务咨询 广告 人力资源 生物科技"
)


def surname(random: Random) -> str:
    """Return a surname; one in eighty is compound."""
    return random.choice(COMPOUND) if random.random() < 1 / 80 else random.choice(SURNAMES)


def given_name(random: Random, age: str, *, is_man: bool) -> str:
    """Return a given name as people of an age (老, 中, 青) have."""
    return random.choice((MEN if is_man else WOMEN)[age])


def form_of_address(family: str, age: str, *, is_man: bool, random: Random) -> str:
    """Return how the office would address somebody: 李阿姨, 王老师, 陈先生."""
    if random.random() < 0.06:
        return family + random.choice(("老师", "老师", "医生", "律师"))
    if age == "老":
        return family + ("叔叔" if is_man else "阿姨")
    return family + ("先生" if is_man else "女士")


def mobile(random: Random) -> str:
    """Return a mobile number in a range that nobody uses."""
    return random.choice(UNUSED_RANGES) + f"{random.randrange(10**8):08}"


def plate(random: Random) -> str:
    """Return a plate of the town; one in four is a new-energy plate of eight characters."""
    if random.random() < 0.25:
        return f"浙A{random.choice('DF')}{random.randrange(10**5):05}"
    body = "".join(random.choice("0123456789" + LETTERS[:8]) for _ in range(3))
    return f"浙A{body}{random.randrange(100):02}"


def firm(random: Random) -> str:
    """Return a company as it may rent an office."""
    return f"杭州{random.choice(FIRMS)}{random.choice(BUSINESSES)}有限公司"

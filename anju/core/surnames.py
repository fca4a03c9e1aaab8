"""Surnames that are read otherwise than their character usually is."""

SURNAME_READINGS = {
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "曾": "zeng",
    "翟": "zhai",
    "盖": "ge",
    "乐": "yue",
    "朴": "piao",
    "覃": "qin",
    "缪": "miao",
    "员": "yun",
    "黑": "he",
    "洗": "xian",
    "秘": "bi",
    "折": "she",
    "种": "chong",
    "重": "chong",
    "召": "shao",
    "都": "du",
    "卜": "bu",
    "长": "chang",
    "阚": "kan",
}

COMPOUND_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "令狐": ("ling", "hu"),
    "宿勤": ("su", "qin"),
}

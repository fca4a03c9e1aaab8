"""What the handbook's entries may be: situations, parts of a script, kinds of rules."""

from django.db.models import TextChoices


class ClauseGroup(TextChoices):
    """The parts of the handbook whose clauses are led through by words."""

    ANSWERING = "ANSWERING", "接听电话"
    CALLING = "CALLING", "拨打电话"
    RECEIVING = "RECEIVING", "接待投诉咨询"
    SPEAKING = "SPEAKING", "服务用语"
    SKILLS = "SKILLS", "服务技能"


class Situation(TextChoices):
    """When a script is spoken; the desk asks for it by this word."""

    INBOUND = "INBOUND", "接听来电"
    REPAIR = "REPAIR", "接听报修"
    COMPLAINT = "COMPLAINT", "接听投诉"
    HELP = "HELP", "接听求助"
    QUESTION = "QUESTION", "接听咨询"
    SUGGESTION = "SUGGESTION", "接听建议"
    PRAISE = "PRAISE", "接听表扬"
    HOLD = "HOLD", "请对方稍等"
    LANGUAGE = "LANGUAGE", "听不懂对方的话"
    CLOSING = "CLOSING", "结束通话"
    WRONG = "WRONG", "误拨"
    OUTBOUND = "OUTBOUND", "拨打电话"
    CALL_BACK = "CALL_BACK", "回拨未接来电"
    TELLING = "TELLING", "到期答复、改期"
    FOLLOW_UP = "FOLLOW_UP", "电话回访"
    VISIT = "VISIT", "当面接待"


class Part(TextChoices):
    """What a line of a script is for."""

    GREETING = "GREETING", "问候"
    INTRODUCTION = "INTRODUCTION", "自我介绍"
    WHOM = "WHOM", "确认对方"
    PURPOSE = "PURPOSE", "说明事由"
    EMPATHY = "EMPATHY", "体谅"
    LISTENING = "LISTENING", "倾听询问"
    REPEATING = "REPEATING", "复述确认"
    ANSWER = "ANSWER", "答复承诺"
    CONSENT = "CONSENT", "征得同意"
    THANKS = "THANKS", "致谢"
    APOLOGY = "APOLOGY", "致歉"
    LANGUAGE = "LANGUAGE", "请讲普通话"
    PRAISE = "PRAISE", "赞美"
    CLOSING = "CLOSING", "结束语"
    MANNER = "MANNER", "动作"


class RuleKind(TextChoices):
    """Kinds of words that are not said to residents."""

    REFUSAL = "REFUSAL", "推脱回绝"
    IMPATIENCE = "IMPATIENCE", "不耐烦"
    PASSING = "PASSING", "推诿"
    CHALLENGE = "CHALLENGE", "顶撞"
    CONTEMPT = "CONTEMPT", "不敬称呼"
    THREAT = "THREAT", "威胁"
    COARSE = "COARSE", "粗话脏话"
    PRIVACY = "PRIVACY", "泄露他人信息"
    WORDING = "WORDING", "更好的说法"


class Level(TextChoices):
    """How strictly a rule holds: it stops the text, asks again, or only proposes."""

    BLOCK = "BLOCK", "不能发出"
    WARN = "WARN", "请再斟酌"
    PREFER = "PREFER", "建议改写"


class Shape(TextChoices):
    """What a rule looks for: its words, or a number of some shape."""

    WORDS = "WORDS", "词句"
    MOBILE = "MOBILE", "手机号码"
    IDENTITY = "IDENTITY", "身份证号码"

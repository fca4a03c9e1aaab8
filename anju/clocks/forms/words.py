"""Values of facts that policies ask for, by the words people use for them.

The values are codes, which the cases' apps hand in; people type and read the words.
"""

VALUE_WORDS = {
    "emergency": "紧急",
    "usual": "一般",
    "complaint": "投诉",
    "repair": "报修",
    "bad_card": "差评",
}
VALUE_CODES = {word: code for code, word in VALUE_WORDS.items()}

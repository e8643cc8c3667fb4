"""People who correct themselves in the same breath: "2, no wait, 3". What was said last counts."""

import re

# Said between what is taken back and what is meant instead.
_TURN = re.compile(
    r"(?:[\s,.;:!(–—-]+(?:(?:oh|er|um|ah|and|actually|or) )*"
    r"(?:no,? (?:wait|sorry|actually|hang on|hold on|make (?:that|it)|i mean(?:t)?|i tell a lie|tell a lie|scrap that|just|"
    r"rather)|"
    r"wait,? (?:no|actually)|sorry,? (?:no|i mean(?:t)?|make that|wrong (?:one|button|number))|i mean(?:t)?|i tell a lie|"
    r"(?:scrap|scratch|ignore) that|or rather|correction|on second thoughts?|wrong (?:one|button))"
    r"|\s*[,.;:!–—-]\s*(?:sorry|actually|wait|oops|whoops|make (?:it|that)))"
    r"(?:[\s,.;:!–—-]+(?:no|wait|sorry|wrong button|i mean(?:t)?|it ran out|actually|make that|make it|oh))*[\s,.;:!–—-]+",
    re.IGNORECASE,
)
_NO = re.compile(r"[\s,.;:–—-]+(?:no|nope)\b[\s,.;:–—-]+", re.IGNORECASE)


def last_said(plain: str) -> str | None:
    """What `plain` words say after the last point where they take back what stood before; None when they do nowhere."""
    turns = [match for match in _TURN.finditer(plain) if match.start() > 0]
    return plain[turns[-1].end() :].strip() or None if turns else None


def either_side_of_no(plain: str) -> tuple[str, str] | None:
    """What stands before and after the last bare "no" in the middle: "15 no 20". It corrects where both sides are answers."""
    turns = list(_NO.finditer(plain))
    return (plain[: turns[-1].start()].strip(), plain[turns[-1].end() :].strip()) if turns else None

"""What XLSForm lets people write in many ways means one thing. The ways are those of xlsform.org and of older forms."""

import pytest

from surveys.definitions.xlsform.languages import heading_of, tag_of
from surveys.definitions.xlsform.spelling import heading, question_type, straighten


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("text", "text"),
        ("  select_one   size ", "select_one size"),
        ("select one size", "select_one size"),
        ("select one from size", "select_one size"),
        ("select1 size", "select_one size"),
        ("add select one prompt using size", "select_one size"),
        ("select_multiple size", "select_multiple size"),
        ("select multiple from size", "select_multiple size"),
        ("select all that apply from size", "select_multiple size"),
        ("select all that apply size", "select_multiple size"),
        ("add select multiple prompt using size", "select_multiple size"),
        ("select_one size or_other", "select_one size or_other"),
        ("select one from size or specify other", "select_one size or_other"),
        ("select_multiple size or other", "select_multiple size or_other"),
        ("select_one_from_file towns.csv", "select_one_from_file towns.csv"),
        ("select multiple from file towns.csv", "select_multiple_from_file towns.csv"),
        ("rank size", "rank size"),
        ("begin group", "begin_group"),
        ("begin_repeat", "begin_repeat"),
        ("begin loop over size", "begin_loop"),
        ("end lgroup", "end_repeat"),
        ("begin looped group", "begin_repeat"),
        ("int", "integer"),
        ("q int", "integer"),
        ("add integer prompt", "integer"),
        ("string", "text"),
        ("q note", "note"),
        ("get today", "today"),
        ("gps", "geopoint"),
        ("add location prompt", "geopoint"),
        ("date time", "dateTime"),
        ("photo", "image"),
        ("trigger", "acknowledge"),
        ("phone number", "phonenumber"),
        ("uri:deviceid", "deviceid"),
        ("get sim id", "simserial"),
        ("subscriber id", "subscriberid"),
        ("start time", "start"),
        ("end", "end"),
        ("", ""),
        ("select_one", "select_one"),
    ],
)
def test_a_type_has_one_spelling(written: str, meant: str) -> None:
    assert question_type(written) == meant


@pytest.mark.parametrize(
    ("sheet", "written", "key", "language"),
    [
        ("survey", "type", "type", ""),
        ("survey", " Label ", "label", ""),
        ("survey", "label::English (en)", "label", "English (en)"),
        ("survey", "Label :: English (en)", "label", "English (en)"),
        ("survey", "label:English", "label", "English"),
        ("survey", "constraint message", "constraint_message", ""),
        ("survey", "constraint\xa0message::cy", "constraint_message", "cy"),
        ("survey", "caption", "label", ""),
        ("survey", "relevance", "relevant", ""),
        ("survey", "calculate", "calculation", ""),
        ("survey", "value", "name", ""),
        ("survey", "command", "type", ""),
        ("survey", "bind::relevant", "relevant", ""),
        ("survey", "bind:constraint", "constraint", ""),
        ("survey", "bind::calculate", "calculation", ""),
        ("survey", "bind::jr:constraintMsg::English", "constraint_message", "English"),
        ("survey", "bind:jr:constraintMsg", "constraint_message", ""),
        ("survey", "bind::saveIncomplete", "bind", "saveIncomplete"),
        ("survey", "bind", "bind", ""),
        ("survey", "media::image::English", "media", "image::English"),
        ("survey", "requiredMsg", "required_message", ""),
        ("survey", "jr:count", "repeat_count", ""),
        ("choices", "list name", "list_name", ""),
        ("choices", "value", "name", ""),
        ("choices", "caption::cy", "label", "cy"),
        ("settings", "set form title", "form_title", ""),
        ("settings", "id_string", "form_id", ""),
        ("settings", "title_in::Welsh (cy)", "title_in", "Welsh (cy)"),
    ],
)
def test_a_heading_has_one_meaning(sheet: str, written: str, key: str, language: str) -> None:
    assert heading(written, sheet) == (key, language)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("${a} = ‘yes’", "${a} = 'yes'"),
        ("${a} = “yes”", '${a} = "yes"'.replace('"', "'")),
        ("${a}\xa0= 1", "${a} = 1"),
        ("${a} = ‘it's’", '${a} = "it\'s"'),
        ('${a} = “it\'s "so"”', '${a} = “it\'s "so"”'),
        ("${a} = 'it’s' and ${b} = \"“\"", "${a} = 'it’s' and ${b} = \"“\""),
        ("${a} = ‘’", "${a} = ''"),
        ("${a} = ‘open", "${a} = ‘open"),
        ("TRUE", "true()"),
        ("no", "false()"),
        ("true()", "true()"),
    ],
)
def test_an_expression_gets_the_straight_quotes_that_were_meant(written: str, meant: str) -> None:
    """Curly quotes within a text in straight ones are its author's; where nothing can be meant, nothing is changed."""
    assert straighten(written) == meant


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("English (en)", "en"),
        ("Welsh(cy)", "cy"),
        ("Simplified Chinese (zh-Hans)", "zh-Hans"),
        ("Klingon (TLH)", "tlh"),
        ("en", "en"),
        (" pl ", "pl"),
        ("en-GB", "en-GB"),
        ("English", "en"),
        ("WELSH", "cy"),
        ("ukrainian", "uk"),
        ("Cymraeg", "cy"),
        ("Українська", "uk"),
        ("العربية", "ar"),
        ("Nowhere", ""),
        ("English (e)", ""),
        ("", ""),
    ],
)
def test_a_language_is_known_by_its_tag_or_its_name(written: str, tag: str) -> None:
    assert tag_of(written) == tag


@pytest.mark.parametrize(("tag", "shown"), [("cy", "Welsh (cy)"), ("zh-Hant", "Traditional Chinese (zh-Hant)"), ("qqq", "qqq")])
def test_a_heading_names_a_language_as_other_tools_do(tag: str, shown: str) -> None:
    assert heading_of(tag) == shown
    assert tag_of(shown) == tag

"""The class's page counts right, shows everybody, and names nobody who wrote an example."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import statistics

import pytest
from samples import HINT, HOSTILE, RATIONALES, TITLES, Page, check, graded, not_graded, table

from autograder.reports import class_json, class_report, csv_table, html
from autograder.reports.items import alpha, items
from autograder.result import ByHand, Diagnosis, Glance, Line, Outcome, Result, clean


def test_the_class_report_counts_right() -> None:
    """Figures, checks, misconceptions and students add up over a small class."""
    results = [graded("ada", "pfse"), graded("Alan", "pfsp"), graded("grace", "pppp")]
    page = Page(class_report.render(results, "06_training_loop"))
    for text in ("Submissions graded3", "Mean5.33 of 10", "Median5 of 10", "For a person to look at1"):
        assert text in " ".join(page.text.split())
    assert [
        ["6.1", TITLES["6.1"], "0", "0", "0", "3", "100 %", "\u2013"],
        ["6.2", TITLES["6.2"], "2", "0", "0", "3", "33 %", "1.00"],
        ["6.3", TITLES["6.3"], "0", "2", "0", "3", "33 %", "1.00"],
        ["6.4", TITLES["6.4"], "0", "0", "1", "3", "100 %", "\u2013"],
    ] == table(page, "Task")
    assert ["6.2", "keeps_gradients", "2", "10", HINT.replace("`", "")] in page.rows
    assert [
        ["ada", "1 / 10", "", "✗ failed 6.2 … skipped 6.3 ! error 6.4", "keeps_gradients", "0.0", "0"],
        ["Alan", "5 / 10", "", "✗ failed 6.2 … skipped 6.3", "keeps_gradients", "0.0", "0"],
        ["grace", "10 / 10", "", "", "", "0.0", "0"],
    ] == table(page, "Student")


def test_the_chart_has_a_text_in_its_place() -> None:
    """Who cannot see the bars hears the counts; full marks have a bar of their own."""
    page = Page(class_report.render([graded(outcomes="pppp"), graded(outcomes="pfsp")], "06"))
    expected = (
        "Submissions by percent of the points. 0-9: 0, 10-19: 0, 20-29: 0, 30-39: 0, 40-49: 0, "
        "50-59: 1, 60-69: 0, 70-79: 0, 80-89: 0, 90-99: 0, 100: 1. "
    )
    assert expected == page.values("svg", "aria-label")[1]


def test_parts_of_points_stand_in_the_right_bar() -> None:
    """0.1 + 0.7 points of 1 are 80 %, though the sum of the floats is a little less."""
    parts = [check("6.1", Outcome.PASSED, points=earned, max_points=of) for earned, of in ((0.1, 0.1), (0.7, 0.9))]
    chart = Page(class_report.render([graded(checks=tuple(parts))], "06")).values("svg", "aria-label")
    assert ["80-89: 1"] == re.findall(r"[\d-]+: 1", chart[1])


@pytest.mark.parametrize(
    ("student", "link"),
    [("ada", "ada/feedback.html"), ("a b/ü?#", "a%20b%2F%C3%BC%3F%23/feedback.html"),
     ("javascript:alert(1)", "javascript%3Aalert%281%29/feedback.html"), ("a\ud800", "a%3F/feedback.html")],
)  # fmt: skip
def test_a_student_links_to_the_feedback(student: str, link: str) -> None:
    """A link leads into the student's folder and nowhere else, whatever the name."""
    links = Page(class_report.render([graded(student)], "06")).values("a", "href")
    assert {link} == {target for target in links if not target.startswith("#")}


def test_one_fault_is_one_entry_for_a_person() -> None:
    """A check that failed everywhere for one reason is listed once, with everyone it hit."""
    page = class_report.render([graded(f"s{number:02}", "e") for number in range(20)], "06")
    assert (1, True) == (page.count(RATIONALES[Outcome.ERROR]), "<summary>20 submissions</summary>" in page)


def test_what_was_not_graded_is_no_zero() -> None:
    """Who handed in no notebook is named with the reason and a link, and counts in no figure, map or statistic."""
    with_one = class_report.render([graded("ada", "ppp"), graded("alan", "pfs"), not_graded()], "06")
    without = class_report.render([graded("ada", "ppp"), graded("alan", "pfs")], "06")
    page, text = Page(with_one), " ".join(Page(with_one).text.split())
    assert "Not graded" in text
    assert re.search("turing ?the file is empty", text)
    assert ["turing", "not graded", "", "the file is empty"] == table(page, "Student")[-1][:4]
    assert {"turing/feedback.html"} <= set(page.values("a", "href"))
    assert table(page, "Task") == table(Page(without), "Task")
    mean = r"Mean\s*3.5\s+of 6"
    assert re.search(mean, page.text)
    assert re.search(mean, Page(without).text)
    assert [d for tag, what, d in page.attributes if (tag, what) == ("path", "d")] == [
        d for tag, what, d in Page(without).attributes if (tag, what) == ("path", "d")
    ]
    assert re.search(r"Submissions graded\s*2\s+of 3", page.text)


def test_late_work_work_to_look_at_and_work_by_hand_are_seen() -> None:
    """Who was late, whose work somebody should look at and why, and which tasks a person marks."""
    odd = graded("ada", late=True, id="1234", flags=("of two files the newer one was graded",))
    page = Page(class_report.render([odd, graded("alan", by_hand=(ByHand("1.3", "Say why", 2.0),))], "06"))
    text = " ".join(page.text.split())
    assert "ada 1234 late look" in text
    assert re.search("ada ?of two files the newer one was graded", text)
    assert re.search("1.3 Say why, 2 points ?alan", text)


def test_an_empty_class_has_a_report() -> None:
    """No submission, no table, no fault."""
    page = Page(class_report.render([], "06"))
    assert [] == page.rows
    assert ["student"] == next(csv.reader(io.StringIO(csv_table.render([]))))[:1]


def test_a_task_without_points_is_no_fault() -> None:
    """Nothing is divided by no points."""
    result = graded(checks=(check("6.1", Outcome.PASSED, points=0.0, max_points=0.0),))
    assert ["0 / 0"] == table(Page(class_report.render([result], "06")), "Student")[0][1:2]
    assert "0 / 0" in html.render(result)


def test_a_thousand_students_fit_on_a_page() -> None:
    """The page of a large course lists everyone and stays below a megabyte."""
    page = class_report.render([graded(f"student_{number}", "pfse") for number in range(1000)], "06")
    assert 1000 == len(table(Page(page), "Student"))
    assert 1_000_000 > len(page)


def test_the_map_shows_every_outcome() -> None:
    """A column for each submission, best first, a row for each check; what is alike side by side is one rectangle."""
    text = class_report.render([graded("ada", "pfse"), graded("grace", "pppp"), graded("alan", "pfpp")], "06")
    page = Page(text)
    paths = dict(zip(page.values("path", "class"), page.values("path", "d"), strict=True))
    expected = {
        "passed": "M0 0.4h3v0.2h-3zM0 1.4h1v0.2h-1zM0 2.4h2v0.2h-2zM0 3.4h2v0.2h-2z",
        "failed": "M1 1h2v1h-2z",
        "skipped": "M2 2.5h1v0.5h-1z",
        "error": "M2 3h1v0.5h-1z",
    }
    assert expected == {name: paths[name] for name in expected}
    assert ["grace: 10", "alan: 8", "ada: 1"] == re.findall(r"<title>([^<]+: \d+)</title>", text)


def test_item_statistics_are_those_of_the_books() -> None:
    """Shares solved, correlations with the rest and Cronbach's alpha are what Python's own statistics give."""
    outcomes = ["pppp", "pppf", "ppff", "pfpf", "ffpf", "pfff", "pppe"]
    results = [graded(f"s{n}", letters) for n, letters in enumerate(outcomes)]
    found = items(results)
    assert [6 / 7, 4 / 7, 5 / 7, 1 / 6] == [item.difficulty for item in found]
    judged = [[check.points for check in result.checks] for result in results[:-1]]
    for column, item in enumerate(found):
        mine, others = zip(*((row[column], sum(row) - row[column]) for row in judged), strict=True)
        assert pytest.approx(statistics.correlation(mine, others)) == item.discrimination
    spread = sum(statistics.variance(column) for column in zip(*judged, strict=True))
    assert pytest.approx(4 / 3 * (1 - spread / statistics.variance(map(sum, judged)))) == alpha(results)


def test_statistics_that_cannot_be_had_are_left_open() -> None:
    """One submission, or a class that agrees in everything, has no correlations and no alpha, and still a page."""
    for results in ([graded(outcomes="pf")], [graded("a"), graded("b")], [graded(outcomes="ee")]):
        assert all(math.isnan(item.discrimination) for item in items(results))
        assert math.isnan(alpha(results))
        assert "NaN" not in class_report.render(results, "06") + class_json.render(results, "06")


def seen(**code: str) -> dict[str, Glance]:
    """Glances of code, by student."""
    return {student: Glance(code={"train": text}) for student, text in code.items()}


def test_what_to_reteach_comes_first_and_the_dearest_before_the_rest() -> None:
    """By points lost: a misconception, what several did that nobody knows, and not what one alone did."""
    known = [graded(f"k{n}", "pfsp") for n in range(2)]
    unknown = [
        graded(
            f"u{n}",
            checks=(check("6.4", Outcome.FAILED, rationale=f"cell {n + 3}, line 1: ValueError: x"),),
            diagnoses=(),
        )
        for n in range(3)
    ]
    alone = graded(
        "alone", checks=(check("6.1", Outcome.FAILED, rationale="cell 1, line 1: KeyError: y"),), diagnoses=()
    )
    page = Page(class_report.render([*known, *unknown, alone], "06"))
    rows = [row[:4] for row in page.rows[1:3]]
    assert [["6.4", "not known", "3", "12"], ["6.2", "keeps_gradients", "2", "10"]] == rows
    assert "KeyError" not in page.text
    assert page.text.rindex("Reteach first") < page.text.index("Map of all outcomes")


def test_examples_are_those_of_most_and_name_nobody() -> None:
    """A misconception shows how most wrote what it is about; code that holds its student's name is not shown."""
    students = ["ada", "alan", "grace", "linus"]
    glances = seen(ada="loss.backward()", alan="loss.backward()", grace="x = 1", linus="of_linus = 1")
    page = Page(
        class_report.render(
            [graded(student) for student in students], "06", glances=glances, definitions={"keeps_gradients": ["train"]}
        )
    )
    text = " ".join(page.text.split())
    assert "As 2 of 3 wrote itloss.backward() As 1 of 3 wrote itx = 1" in text
    assert "of_linus" not in text


def test_those_who_answer_alike_are_one_group() -> None:
    """What nobody knows and two share stands there with their pages, one's code and a repair; it is no row for one alone."""

    def unknown(student: str, mark: str, edit: str = "") -> Result:
        wrong = check("6.2", Outcome.FAILED, rationale="not as far as it should be")
        found = (Diagnosis("6.2", "", "", "repair", Line(4, 3), edit),) if edit else ()
        return graded(student, checks=(wrong,), diagnoses=found, unknown={"6.2": mark})

    results = [unknown("ada", "f1"), unknown("alan", "f1", "x - 1 → x"), unknown("grace", "f2"), unknown("linus", "f3")]
    glances = seen(ada="loss = 1", alan="adas = 1", grace="x = 2", linus="x = 3")
    page = Page(class_report.render(results, "06", glances=glances, asked={"6.2": ["train"]}))
    group, others = (row for row in page.rows[1:3])
    assert ["6.2", "not known", "2", "4"] == group[:4]
    assert [] == [
        text for text in ("loss = 1", "cell 5, line 3: x - 1 → x", "they answer alike:ada alan") if text not in group[4]
    ], group[4]
    assert ["6.2", "not known", "2", "4", "not as far as it should be"] == others
    alone = Page(class_report.render([unknown("ada", "f1")], "06"))
    assert "not known" not in alone.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_example_is_text(text: str) -> None:
    """Whatever students write, their code stands on the class page as text and makes no element."""
    pages = [
        class_report.render(
            [graded("q q")], "06", glances={"q q": seen(x=code)["x"]}, definitions={"keeps_gradients": ["train"]}
        )
        for code in (text, "harmless")
    ]
    assert Page(pages[1]).tags == Page(pages[0]).tags
    assert clean(text)[:1000] in Page(pages[0]).text
    assert pages[0] == clean(pages[0], len(pages[0]))


def test_curves_that_look_the_same_are_drawn_once() -> None:
    """All lie on one scale; a value that is no number interrupts its curve and is named."""
    losses = {"ada": [2.0, 1.0, 0.5], "alan": [2.0, 1.0, 0.5001], "grace": [2.0, math.nan, 0.0]}
    glances = {student: Glance({"training loss": curve}) for student, curve in losses.items()}
    page = Page(class_report.render([graded(student) for student in losses], "06", glances=glances))
    curves = [
        d for name, d in zip(page.values("path", "class"), page.values("path", "d"), strict=True) if name == "line0"
    ]
    assert ["M0 0L80 40L160 60", "M0 0M160 80"] == curves
    assert 1 == page.text.count("not a number")


def test_plots_have_their_place_and_no_more() -> None:
    """Plots are pictures in the page, the same ones once, and what a page cannot take is counted."""
    students = [f"s{number}" for number in range(50)]
    glances = {name: Glance(pictures=["alike", f"{name}{'x' * 100_000}"]) for name in students}
    page = Page(class_report.render([graded(name) for name in students], "06", glances=glances))
    shown = page.values("img", "src")
    assert "data:image/webp;base64,alike" == shown[0]
    assert sum(map(len, shown)) < 2_600_000
    assert f"room for {len(shown)} of 51" in page.text


def test_the_class_as_json_says_what_the_page_says() -> None:
    """Counts, statistics, misconceptions and outcomes, and the ungraded, in one document that any parser reads."""
    found = json.loads(class_json.render([graded("ada", "pf"), graded("alan", "pp"), not_graded()], "06"))
    assert (2, "06", {"turing": "the file is empty"}) == (found["format"], found["assignment"], found["ungraded"])
    assert [(2, 1.0, None), (1, 0.5, None)] == [
        (c["passed"], c["difficulty"], c["discrimination"]) for c in found["checks"]
    ]
    assert [{"task": "6.2", "misconception": "keeps_gradients", "submissions": 1}] == found["misconceptions"]
    assert {"test_1": "passed", "test_2": "failed"} == found["submissions"][0]["outcomes"]
    assert [("graded", 1.0), ("graded", 3.0), ("ungraded", None)] == [
        (one["status"], one["score"]) for one in found["submissions"]
    ]

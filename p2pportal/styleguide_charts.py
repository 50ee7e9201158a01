"""One chart of each kind for the gallery, with invented numbers."""

from core.charts import (
    Bar,
    BarChart,
    DotChart,
    DotRow,
    Event,
    Gap,
    GapChart,
    LineChart,
    Range,
    RangeChart,
    Series,
)


def sample_charts():
    return {
        "bars": BarChart(
            title="Months from the end of the year to publication",
            subtitle="Business statistics, demand side, by reference year. Dark bars: since the partnership began, March 2024.",
            unit="months",
            label_head="Year",
            compared_label="The peer, that year",
            source="release calendars of both offices (invented).",
            how_url="#",
            bars=[
                Bar("2016", 36, 7),
                Bar("2018", 37, 6),
                Bar("2020", 41, 6),
                Bar("2022", 34, 5),
                Bar("2024", 13, 5, side="demand"),
                Bar("2025", 5, 4, side="demand"),
            ],
        ),
        "change": BarChart(
            title="Change in repeat findings",
            unit="%",
            bars=[
                Bar("Ministry of health", -31.5, note="since 2022"),
                Bar("Ministry of education and of vocational training, with all its schools", 12),
                Bar("Ministry of transport", None),
            ],
        ),
        "line": LineChart(
            title="Share of findings closed within twelve months",
            subtitle="Audit service, per cent of all findings",
            unit="%",
            period_head="Year",
            periods=["2021", "2022", "2023", "2024", "2025", "2026"],
            series=[Series("Actual", [22, 21, 29, 41, 52, 58], side="demand")],
            target=Series("Target", [None, 22, 30, 40, 50, 60]),
            baseline=22,
            baseline_label="Baseline 22% (2021)",
            events=[Event(1.5, "First exchange, June 2022"), Event(2.7, "Monthly calls to ministries start")],
            source="follow-up database, checked by an independent reviewer (invented).",
            how_url="#",
        ),
        "trend": LineChart(
            title="Trust, as both sides see it",
            subtitle="From 1 to 5",
            bounds=(1, 5),
            periods=["Spring 2025", "Autumn 2025", "Spring 2026", "Autumn 2026"],
            series=[
                Series("Asks", [2.8, 3.1, None, 3.9], side="demand"),
                Series("Offers", [4.1, 4, 4.2, 4.1], side="supply"),
            ],
        ),
        "dots": DotChart(
            title="Outcomes by level and strength of evidence",
            steps=["Independently verified", "Corroborated", "Documented", "Self-reported"],
            how_url="#",
            rows=[
                DotRow("Individual", [51, 58, 41, 46], level="individual", url="#"),
                DotRow("Organisation", [42, 44, 36, 30], level="organisation", url="#"),
                DotRow("Institution", [17, 19, 13, 15], level="institution", url="#"),
            ],
        ),
        "ranges": RangeChart(
            title="Cost per corroborated outcome",
            subtitle="USD thousand. Costs known for 61 of 100 partnerships.",
            unit="USD thousand",
            label_head="Kind",
            compared_label="Consultants, same task",
            count_head="Partnerships",
            how_url="#",
            ranges=[
                Range("Learning alliance", 14, 38, 90, count="12"),
                Range("Peer review", 21, 52, 118, compared=140, count="20"),
                Range("Staff exchange", 30, 71, 160, compared=96, count="18"),
                Range("Institutional twinning", 41, 96, 205, compared=180, count="11"),
            ],
        ),
        "gaps": GapChart(
            title="What each side says",
            subtitle="Mean of the answers, from 1 (not at all) to 5 (fully)",
            demand_label="Asks",
            supply_label="Offers",
            gaps=[
                Gap("We can say openly what does not work", 2.9, 4.2),
                Gap("Both sides decide what comes next", 3.4, 4.0),
                Gap("We learn from them as they do from us", 3.8, 3.7),
                Gap("Our leadership stands behind it", 4.1, None),
            ],
        ),
        "none": BarChart(title="Nothing yet", bars=[]),
    }

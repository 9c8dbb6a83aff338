# ruff: noqa: E501  (reports have long lines)
"""Reports of an invented country for the board's tests, and one that attacks the page it is shown on."""

REPORTS = (
    """---
source: Lowland Wire
published: 2031-05-04
---
# Twelve killed as militia attacks Sarn

SARN, Varenia -- Militiamen attacked the market town of Sarn on Sunday and killed at least 12 people, the Health Ministry said.

The governor, Ilse Maron, asked the United Nations on Sunday to send peacekeepers to Varenia. "We can't stop them alone," she told reporters.

About 300 families fled to the hills, aid workers said.
""",
    """---
source: Ridge Post
published: 2031-05-06
---
# Toll in Sarn rises

SARN, Varenia -- The Health Ministry said on Tuesday that 31 people had been killed in Sarn since Sunday. A doctor at the town's hospital said that more than 50 people had been killed.

The United Nations refused on Tuesday to send peacekeepers to Varenia, calling the violence an internal matter.

Militiamen burned houses in Sarn on Monday, residents said.
""",
    """---
source: Harbour Daily
published: 2031-05-09
---
# Army denies part in the killings in Sarn

SARN, Varenia -- The army denied on Friday that soldiers had killed civilians in Sarn. Residents said that soldiers had fired on people who fled from the market on Sunday.

The Red Cross counted 44 dead in Sarn by Thursday.
""",
)

SCRIPT = "<script>document.title='owned'</script>"
HOSTILE = f"""---
source: Lowland Wire{SCRIPT}
byline: "<img src=x onerror=alert(1)>"
published: 2031-05-07
url: "javascript:alert(1)"
---
# {SCRIPT} Eight killed in Sarn

SARN, Varenia -- Militiamen killed eight people in Sarn{SCRIPT} on Wednesday, the Health Ministry<img src=x onerror=alert(2)> said. "&lt;script&gt;alert(3)&lt;/script&gt;" was painted on a wall. {{{{ 7 * 7 }}}}
"""

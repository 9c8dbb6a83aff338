"""What sort of report it is: wire, statement, ngo_report, commentary, news; other where there is no prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.codebook.datelines import read_dateline

GENRES = ("news", "commentary", "statement", "ngo_report", "wire", "other")
_COMMENT_LABEL = re.compile(r"\b(?:opinions?|op-?ed|editorials?|commentary|comment|column(?:ist)?s?|viewpoint|perspectives?|blogs?|"
                            r"letters? to the editor|analysis)\b", re.IGNORECASE)
_STATEMENT_LABEL = re.compile(r"\b(?:press release|news release|media release|immediate release|press statement|joint statement|"
                              r"communiqu[eé]|statement)\b", re.IGNORECASE)
_STATEMENT_TITLE = re.compile(
    r"^(?:(?:joint|press|presidential|final|public)\s+)*(?:statement|communiqu[eé]|declaration|resolution|remarks|address|open "
    r"letter)\b|\bstatement (?:by|of|on|from)\b", re.IGNORECASE)
_STATEMENT_BODY = re.compile(r"\b(?:the following statement was (?:issued|released|made)|issued the following statement|the members of "
                             r"the security council (?:condemned|expressed|called))", re.IGNORECASE)
_NGO = re.compile(r"\b(?:human rights|rights watch|amnesty|crisis group|ocha|relief|refugees?|humanitarian|m[eé]decins|red cross|red "
                  r"crescent|save the children|oxfam|"
                  r"centre for the responsibility|center for the responsibility|responsibility to protect|monitoring|observatory)\b",
                  re.IGNORECASE)
_NGO_TITLE = re.compile(r"\b(?:situation report|sitrep|flash update|situation update|humanitarian (?:bulletin|update|overview)|monthly "
                        r"report|weekly report|incident report)\b", re.IGNORECASE)
_NGO_BODY = re.compile(r"\b(?:our (?:researchers|team|monitors|investigators)|we (?:interviewed|documented|spoke (?:to|with))|this "
                       r"report (?:documents|covers|is based)|key (?:findings|developments)|"
                       r"\w+ (?:Watch|International) (?:interviewed|documented|said today))\b")
_QUOTED = re.compile(r"[\"“][^\"“”\n]{0,1500}[\"”]")
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|us|my)\b|\b(?:I|[Ww]e)['’](?:m|ve|re|ll|d)\b|\b(?:We|Our)\b")
# Words with which authors urge and weigh.
_URGING = re.compile(r"\b(?:should|must|ought to|(?:it is|it['’]s) (?:high )?time|needs? to|let us|let['’]s|the (?:question|lesson|"
                     r"truth|point) is|frankly|of course|"
                     r"surely|arguably|perhaps|clearly|indeed|sadly|unfortunately|after all|at best|in truth)\b", re.IGNORECASE)
_QUESTION = re.compile(r"[a-z]\?(?=\s|$)")


def guess_genre(text: str, *, title: str | None, source: str | None, labels: Sequence[str], prose: bool) -> str:
    """The genre that the text's own cues show; news where none does. `text` is the cleaned text without the title."""
    if not prose:
        return "other"
    label = " ".join(labels)
    filed = read_dateline(text[:400].split("\n")[0])
    if filed is not None and filed.agency and filed.place.split(",")[0].isupper():
        return "wire"
    if _STATEMENT_LABEL.search(label) or _STATEMENT_TITLE.search(title or "") or _STATEMENT_BODY.search(text[:1500]):
        return "statement"
    if _COMMENT_LABEL.search(label):
        return "commentary"
    if _NGO.search(source or "") or _NGO_TITLE.search(title or "") or _NGO_BODY.search(text[:6000]):
        return "ngo_report"
    return "commentary" if _argues(text) else "news"


def _argues(text: str) -> bool:
    """Whether the author speaks in the first person, urges and asks, quotations aside, beyond what a report does.

    At least two of the three, and one such word in each 180 words.
    """
    own = _QUOTED.sub(" ", text[:20000])
    counts = [len(p.findall(own)) for p in (_FIRST_PERSON, _URGING, _QUESTION)]
    words = len(own.split()) or 1
    return sum(c > 0 for c in counts) >= 2 and sum(counts) >= max(3, words / 180)

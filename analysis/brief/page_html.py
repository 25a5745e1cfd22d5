"""The brief as one HTML page that stands alone: no script, no network, charts inline."""

from __future__ import annotations

from html import escape

from analysis.brief.content import FLIP_HEADINGS, Brief
from analysis.brief.sketch import svg

_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#eef1f4;color:#1b2733;font:13px/1.4 "DejaVu Sans",Verdana,sans-serif}
main{max-width:820px;overflow-wrap:anywhere;margin:16px auto;padding:28px 32px;background:#fff}
.over{color:#52606d;font-size:12px;margin:0}
h1{font-size:25px;line-height:1.2;margin:4px 0 8px}
h2{font-size:13px;margin:0 0 4px}
.answer{font-size:14.5px;margin:0 0 6px}
.why{color:#3b4854;font-size:12px;margin:0 0 14px}
.five{display:grid;grid-template-columns:repeat(5,1fr);gap:8px;margin:0 0 14px}
.five div{border:1px solid #d5dbe1;border-radius:6px;padding:8px 9px}
.five dt{font-size:11px;color:#52606d}.five dl,.five dd{margin:0}
.five .value{font-size:18px;font-weight:700;white-space:nowrap}
.five .interval{font-size:11px;color:#3b4854}
.two{display:grid;grid-template-columns:1fr 1fr;gap:16px;margin:0 0 12px}
svg{width:100%;height:auto;display:block;font-family:inherit}
table{border-collapse:collapse;width:100%;font-size:12px;margin:0 0 10px}
th,td{text-align:left;padding:3px 8px 3px 0;border-bottom:1px solid #e3e8ec;vertical-align:top}
th{color:#52606d;font-weight:400}
ul{margin:0 0 10px;padding-left:16px;font-size:12px}
.small{font-size:10.5px;color:#52606d;margin:0 0 3px}
@media(max-width:640px){main{margin:0;padding:18px 16px}.two{grid-template-columns:1fr}
.five{grid-template-columns:1fr 1fr}.scroll{overflow-x:auto}h1{font-size:21px}}
@media print{html{zoom:.8}body{background:#fff}main{margin:0;padding:0;max-width:none}
@page{margin:12mm}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(brief: Brief) -> str:
    """The whole page as text in UTF-8; all that comes from data is escaped."""
    five = "".join(
        f'<div><dl><dt>{escape(one.label)}</dt><dd class="value">{escape(one.value)}</dd>'
        f'<dd class="interval">{escape(one.interval)}</dd></dl></div>' for one in brief.figures)
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in FLIP_HEADINGS)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                   for row in brief.flips)
    flips = (f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>'
             "</table></div>" if brief.flips else "")
    notes = "".join(f"<li>{escape(one)}</li>" for one in brief.notes)
    meanings = "".join(f'<p class="small"><b>{escape(one.label)}.</b> {escape(one.about)}</p>'
                       for one in brief.figures)
    foot = "".join(f'<p class="small">{escape(one)}</p>' for one in brief.foot)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY, quote=True)}">
<title>{escape(brief.title)}</title><style>{_STYLE}</style></head>
<body><main>
<p class="over">{escape(brief.about.company)} · How much to invest in social-media customer care</p>
<h1>{escape(brief.verdict)}</h1>
<p class="answer">{escape(brief.answer)}</p>
<p class="why">{escape(brief.reasons)}</p>
<section class="five" aria-label="Five figures">{five}</section>
<div class="two"><section><h2>What does each option bring?</h2>{svg(brief.options)}</section>
<section><h2>Do enough customers use it?</h2>{svg(brief.share)}</section></div>
<h2>{escape(brief.flips_title)}</h2>
<p class="small">{escape(brief.flips_note)}</p>
{flips}
<ul>{notes}</ul>
{meanings}
<hr>
{foot}
</main></body></html>
"""

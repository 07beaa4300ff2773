"""A small writer of PDF 1.4: paragraphs in Helvetica and a bar chart, on A4. Enough for a report of two or three pages.

ISO 32000-1 sections are cited where the form of the file follows from them.
"""

from __future__ import annotations

import textwrap
import zlib
from dataclasses import dataclass, field

from demo.outside.facts import Series, series_of, words_for
from demo.outside.texts import layout
from demo.world.model import Award, Evidence

WIDTH, HEIGHT, MARGIN = 595, 842, 72
SIZES = {"title": (22, 28, 44), "head": (13, 22, 70), "text": (10.5, 15, 92)}


def write_report(award: Award, evidence: Evidence) -> bytes:
    """The report of one evidence as a PDF file."""
    paper = _Paper()
    for line in layout("report").format_map(words_for(award, evidence)).splitlines():
        if line.startswith("## "):
            paper.text(line[3:], "head", bold=True)
        elif line.startswith("# "):
            paper.text(line[2:], "title", bold=True)
        elif line == "=chart":
            paper.chart(series_of(award))
        elif line:
            paper.text(line, "text")
    return paper.file(title=evidence.name, author=award.learner.name)


@dataclass
class _Paper:
    """Pages under way: content streams and the height that is left on the last one."""

    pages: list[list[str]] = field(default_factory=list)
    left: float = 0.0

    def text(self, text: str, style: str, *, bold: bool = False) -> None:
        """A paragraph, broken into lines by number of letters: close enough for Helvetica at these sizes."""
        size, leading, letters = SIZES[style]
        self._need(leading * 3)
        self.left -= 10 if bold else 4
        for line in textwrap.wrap(text, int(letters)):
            self._need(leading)
            self.left -= leading
            font = "F2" if bold else "F1"
            self.pages[-1].append(f"BT /{font} {size} Tf {MARGIN} {self.left:.1f} Td ({_escaped(line)}) Tj ET")

    def chart(self, series: Series) -> None:
        """Bars with labels and values, 150 points high (§8.5: re is a rectangle, f fills it)."""
        self._need(210)
        top, base = self.left - 20, self.left - 170
        step = (WIDTH - 2 * MARGIN) / len(series.values)
        highest = max(series.values)
        for number, (label, value) in enumerate(zip(series.labels, series.values, strict=True)):
            left, tall = MARGIN + number * step + step * 0.15, (top - base - 20) * value / highest
            self.pages[-1] += [
                f"0.16 0.38 0.52 rg {left:.1f} {base:.1f} {step * 0.7:.1f} {tall:.1f} re f 0 g",
                f"BT /F1 8 Tf {left:.1f} {base + tall + 4:.1f} Td ({value}) Tj ET",
                f"BT /F1 8 Tf {left:.1f} {base - 12:.1f} Td ({_escaped(label)}) Tj ET",
            ]
        self.left = base - 24
        self.text(f"{series.title}: {series.measure}", "text")

    def _need(self, height: float) -> None:
        if not self.pages or self.left - height < MARGIN:
            self.pages.append([])
            self.left = HEIGHT - MARGIN

    def file(self, *, title: str, author: str) -> bytes:
        """Objects, cross-reference table and trailer (§7.5)."""
        kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(self.pages)))
        fonts = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode(),
            fonts.format("Helvetica").encode(),
            fonts.format("Helvetica-Bold").encode(),
            f"<< /Title ({_escaped(title)}) /Author ({_escaped(author)}) >>".encode("cp1252"),
        ]
        for number, lines in enumerate(self.pages):
            objects += [_page(7 + 2 * number), _stream("\n".join(lines))]
        return _assemble(objects)


def _page(content: int) -> bytes:
    fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
    box = f"[0 0 {WIDTH} {HEIGHT}]"
    return f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {fonts} /Contents {content} 0 R >>".encode()


def _stream(text: str) -> bytes:
    packed = zlib.compress(text.encode("cp1252", "replace"))
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def _assemble(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _escaped(text: str) -> str:
    """A literal string (§7.3.4.2) in the letters that WinAnsi has."""
    plain = text.encode("cp1252", "replace").decode("cp1252")
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

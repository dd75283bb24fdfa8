"""Small PDFs, written by hand, so that a test says exactly what a page draws."""

from __future__ import annotations

from collections.abc import Sequence


def pdf(
    contents: Sequence[str | bytes], resources: str = "", more: Sequence[str] = (), catalog: str = "", fonts: str = ""
) -> bytes:
    """A PDF with a page for each content stream. resources: beside the font F1, of all pages; more: further objects,
    from number 4 on; catalog: further entries of the catalog; fonts: beside F1.
    """
    first, beside = 4 + len(more), fonts and f" {fonts}"
    kids = " ".join(f"{first + 2 * page} 0 R" for page in range(len(contents)))
    objects: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(item.encode("latin-1") for item in more),
    ]
    for page, content in enumerate(contents):
        stream = content.encode("latin-1") if isinstance(content, str) else content
        used = f"/Resources << /Font << /F1 3 0 R{beside} >> {resources} >> /Contents {first + 2 * page + 1} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {used} >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    body, offsets = b"%PDF-1.5\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def stream(content: str, entries: str) -> str:
    """A stream object, as `more` of a PDF takes it."""
    return f"<< {entries} /Length {len(content)} >>\nstream\n{content}\nendstream"

"""Makes the pictures of the main pages anew: `python -m tests.web.snapshots`, after one has looked at the pages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.support.web import find_browser, served
from tests.web.conftest import EXAMPLES, SHOWN
from tests.web.looked_at import LOOKED_AT, REST, seen
from tests.web.pictures import PLACE, SCHEMES, SIZES, picture


def main() -> None:
    """Writes them beside this file."""
    boxes = {}
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        for name in SHOWN:
            shutil.copytree(EXAMPLES / name, Path(folder) / name)
        with served(Path(folder)) as serving:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
            context = browser.new_context(base_url=f"http://127.0.0.1:{serving.keys.port}")
            page = context.new_page()
            page.goto(serving.address)
            for case, name in (*LOOKED_AT, *REST):
                for size in SIZES:
                    for scheme in SCHEMES:
                        seen(page, case, name, size, scheme)
                        now, stem = picture(page), f"{case}-{name}-{size}-{scheme}"
                        (PLACE / f"{stem}.png").write_bytes(now.png)
                        boxes[stem] = now.boxes
            browser.close()
    (PLACE / "boxes.json").write_text(json.dumps(boxes, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()

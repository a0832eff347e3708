#!/usr/bin/env python3
"""The whole way on a slice of seven baskets' shape: convert, import, replay, audit. Run by `./test node`.

    python3 test_slice.py --understudy target/debug/understudy

Needs pandas; the slice is made up, in the shape of the data set.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNDERSTUDY = ""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class Slice(unittest.TestCase):
    """One run of `run` over the slice, and a second one over the same store."""

    def run_journey(self, folder: Path) -> str:
        """What `run` says; it must end well."""
        settings = {
            **os.environ,
            "UNDERSTUDY": UNDERSTUDY,
            "JOURNEY_FROM": str(HERE / "slice"),
            "JOURNEY_PYTHON": sys.executable,
            "JOURNEY_LISTEN": f"127.0.0.1:{free_port()}",
        }
        done = subprocess.run([HERE / "run", folder, "--agents", "2"], env=settings, timeout=600, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_a_slice_goes_all_the_way(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            said = self.run_journey(folder)
            figures = json.loads((folder / "data/figures.json").read_text())
            self.assertEqual((figures["orders"], figures["order_lines"], figures["customers"]), (6, 10, 3))
            self.assertEqual(figures["paid_cents"], 2339)
            for rows in ("sites.csv: 1 created", "shipping.csv: 1 created", "staff.csv: 8 created",
                         "categories.csv: 8 created", "products.csv: 7 created", "customers.csv: 3 created",
                         "orders.csv: 6 created"):
                self.assertIn(f"{rows}, 0 updated, 0 unchanged, 0 left out", said)
            result = json.loads((folder / "data/replay-result.json").read_text())
            self.assertEqual((result["baskets"], result["orders_placed"], result["refused"]), (3, 3, {}))
            self.assertEqual(set(result["placed"]), {"CJ-O5004", "CJ-O5005", "CJ-O5006"})
            self.assertEqual(len(set(result["placed"].values())), 3)
            leaves = int(re.search(r"(\d[\d,]*) leaves", said)[1].replace(",", ""))
            # Seven files, two sign-ins, three searches at least, ten acts or more for each basket.
            self.assertGreater(leaves, 7 + 2 + 30)

            again = self.run_journey(folder)
            self.assertIn("orders.csv: 0 created, 0 updated, 6 unchanged, 0 left out", again)
            result = json.loads((folder / "data/replay-result.json").read_text())
            self.assertEqual(result["orders_placed"], 3)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--understudy", required=True, help="the program")
    chosen, rest = options.parse_known_args()
    UNDERSTUDY = str(Path(chosen.understudy).resolve())
    unittest.main(argv=[sys.argv[0], *rest])

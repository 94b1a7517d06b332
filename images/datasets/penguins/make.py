#!/usr/bin/env python3
"""Makes penguins.csv: 240 invented penguins of three invented colonies, the same ones at every run."""
import csv
import pathlib
import random

# colony, bill length mm, bill depth mm, flipper mm, body mass g: each a mean and a spread; body mass also follows the flipper
COLONIES = [
    ("Lantern Rock", (38.5, 2.4), (18.6, 1.1), (189, 6), 3650, 34),
    ("Mill Point", (48.6, 3.0), (18.2, 1.0), (196, 7), 3780, 36),
    ("Saltmarsh", (47.3, 2.9), (14.9, 0.9), (217, 6), 5060, 45),
]


def penguins(rng):
    for colony, length, depth, flipper, mass, slope in COLONIES:
        for _ in range(80):
            size = rng.gauss(0, 1)
            yield {
                "colony": colony,
                "bill_length_mm": round(length[0] + length[1] * (0.6 * size + 0.8 * rng.gauss(0, 1)), 1),
                "bill_depth_mm": round(depth[0] + depth[1] * (0.6 * size + 0.8 * rng.gauss(0, 1)), 1),
                "flipper_mm": round(flipper[0] + flipper[1] * (0.8 * size + 0.6 * rng.gauss(0, 1))),
                "body_mass_g": 10 * round((mass + slope * 8 * (0.8 * size + 0.6 * rng.gauss(0, 1))) / 10),
            }


rows = list(penguins(random.Random(20171)))
random.Random(3).shuffle(rows)
with open(pathlib.Path(__file__).with_name("penguins.csv"), "w", newline="", encoding="utf-8") as file:
    writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)

"""Asks a server's health fifty times a second: python -m tests.reliability.probe HOST:PORT [--seconds S].

A program of its own, so that it waits for nothing but the answer. Prints JSON: how often the answer was SERVING, and
the seconds each took.
"""

import argparse
import json
import sys
import time

import newsbrief

INTERVAL = 0.02


def main() -> int:
    """Ask until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, default=9)
    options = parser.parse_args()
    serving, took = 0, list[float]()
    with newsbrief.Client(options.target) as client:
        client.health()
        end = time.monotonic() + options.seconds
        while time.monotonic() < end:
            began = time.monotonic()
            serving += client.health() == "SERVING"
            took.append(time.monotonic() - began)
            time.sleep(max(0.0, INTERVAL - took[-1]))
    print(json.dumps({"serving": serving, "seconds": took}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

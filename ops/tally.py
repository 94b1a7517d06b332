"""Counts tests for ops/test.

  tally.py unittest FOLDER TALLY   runs the folder's test_*.py
  tally.py xunit FILE TALLY        reads xUnit's report of one .NET test project
  tally.py total TALLY             prints the closing line; exit 1 if anything failed

Each of the first two appends "passed failed skipped" to TALLY, and prints every skipped test with its reason.
"""
import pathlib
import sys
import unittest
import xml.etree.ElementTree


def add(tally, passed, failed, skipped):
    with open(tally, "a", encoding="utf-8") as file:
        file.write(f"{passed} {failed} {skipped}\n")
    print(f"  {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


def run_unittest(folder, tally):
    suite = unittest.defaultTestLoader.discover(folder)
    result = unittest.TextTestRunner(verbosity=1, stream=sys.stdout).run(suite)
    for test, reason in result.skipped:
        print(f"  skipped {test.id()}: {reason}")
    failed = len({test.id().split(" ")[0] for test, _ in result.failures + result.errors}) + len(result.unexpectedSuccesses)
    return add(tally, result.testsRun - failed - len(result.skipped), failed, len(result.skipped))


def read_xunit(report, tally):
    root = xml.etree.ElementTree.parse(report).getroot()
    for test in root.iter("test"):
        if test.get("result") == "Skip":
            print(f"  skipped {test.get('name')}: {(test.findtext('reason') or '').strip()}")
    counts = {name: sum(int(assembly.get(name, 0)) for assembly in root.iter("assembly")) for name in ("passed", "failed", "errors", "skipped")}
    return add(tally, counts["passed"], counts["failed"] + counts["errors"], counts["skipped"])


def total(tally):
    rows = [tuple(map(int, line.split())) for line in pathlib.Path(tally).read_text(encoding="utf-8").splitlines()]
    passed, failed, skipped = (sum(column) for column in zip(*rows)) if rows else (0, 0, 0)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


VERBS = {"unittest": run_unittest, "xunit": read_xunit, "total": total}
if __name__ == "__main__":
    sys.exit(VERBS[sys.argv[1]](*sys.argv[2:]))

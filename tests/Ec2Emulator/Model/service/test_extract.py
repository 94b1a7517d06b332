"""The committed extract is what extract.py makes of the service models that it names."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent


def botocore_version():
    try:
        return subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "python3-botocore"], capture_output=True, text=True, check=True).stdout.split("+")[0]
    except (OSError, subprocess.CalledProcessError):
        return None


class ExtractTests(unittest.TestCase):
    def test_the_extract_is_made_by_the_script(self):
        if botocore_version() is None or f"botocore {botocore_version()}," not in (HERE / "NOTICE").read_text():
            self.skipTest(f"the extract is of another botocore than this machine's {botocore_version()}")
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "extract.py"
            script.write_text((HERE / "extract.py").read_text())
            subprocess.run([sys.executable, str(script)], check=True, capture_output=True)
            for name in ("ec2.json", "sts.json", "service-quotas.json"):
                self.assertEqual((pathlib.Path(folder) / name).read_text(), (HERE / name).read_text(), name)


if __name__ == "__main__":
    unittest.main()

"""ops/ec2: what tools can say of templates, service and policy without an account."""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).parents[1] / "ec2"


def tool(name, source="apt-get"):
    return unittest.skipUnless(shutil.which(name), f"{name} is not installed here: '{source} install {name}'")


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=300)


class Templates(unittest.TestCase):
    # AWS's own, from PyPI. Debian has none; npm's of the same name is another program, whose list of properties is years older than the templates'.
    @tool("cfn-lint", "pip")
    def test_fit_the_schemas_of_their_resources(self):
        done = run("cfn-lint", *sorted(FOLDER.glob("*.yaml")))
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    @tool("cfn-lint", "pip")
    def test_a_slip_would_be_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            slip = pathlib.Path(folder) / "network.yaml"
            slip.write_text((FOLDER / "network.yaml").read_text().replace("EnableDnsSupport", "EnableDnsSuport"))
            self.assertNotEqual(0, run("cfn-lint", slip).returncode)

    def test_ships_may_go_to_the_mux_and_nowhere_else(self):
        text = (FOLDER / "network.yaml").read_text()
        ships = text[text.index("  ShipGroup:"):text.index("  MuxToTutorials:")]
        self.assertNotIn("0.0.0.0/0", ships)
        self.assertNotIn("SecurityGroupIngress", ships)
        for rule in re.findall(r"Type: AWS::EC2::SecurityGroup(?:In|E)gress\n(.*?)(?:\n\n|\nOutputs)", text, re.S):
            if "\n      GroupId: !Ref ShipGroup" in rule:
                self.assertRegex(rule, "(Destination|Source)SecurityGroupId: !Ref MuxGroup")
        self.assertEqual(1, len(re.findall("DestinationCidrBlock", text)), "only the mux's subnet has a way out")

    def test_metadata_wants_tokens_wherever_a_machine_is_made(self):
        for name in ("mux.yaml", "image.yaml"):
            self.assertRegex((FOLDER / name).read_text(), "HttpTokens: required, HttpPutResponseHopLimit: 1")


class Service(unittest.TestCase):
    @tool("systemd-analyze")
    def test_is_what_systemd_understands(self):
        done = self.analyze("verify")
        self.assertEqual("", done.stderr.strip())
        self.assertEqual(0, done.returncode)

    @tool("systemd-analyze")
    def test_is_hardened(self):
        done = self.analyze("security", "--offline=true", "--threshold=20")
        print(done.stdout.strip().splitlines()[-1])
        self.assertEqual(0, done.returncode, done.stdout)

    def analyze(self, verb, *options):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "mux.service"
            # The program itself is not there.
            unit.write_text((FOLDER / "mux.service").read_text().replace("/opt/mux/bin/mux", "/bin/true"))
            return run("systemd-analyze", verb, *options, unit)


class Policy(unittest.TestCase):
    def test_is_json_whose_names_the_runbook_fills_in(self):
        text = (FOLDER / "mux-policy.json").read_text()
        json.loads(text)
        filled = text.replace("REGION", "eu-central-1").replace("ACCOUNT", "123456789012").replace("CAMP", "spring-camp").replace("VPC", "vpc-1")
        self.assertEqual([], re.findall(r"\b[A-Z]{3,}\b", filled))
        self.assertLess(len(filled), 6144, "IAM takes no larger managed policy")


if __name__ == "__main__":
    unittest.main()

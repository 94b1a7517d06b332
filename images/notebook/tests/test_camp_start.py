"""camp-start: hooks in order, every way a hook can fail, and what Jupyter is started with."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = pathlib.Path(__file__).parents[1] / "bin" / "camp-start"
# Stands where JupyterLab would be and tells how it was called.
JUPYTER = """import json, os, sys
print("JUPYTER " + json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "no_user_site": sys.flags.no_user_site}))
"""


class CampStartTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.hooks, self.home = self.root / "init.d", self.root / "home"
        for made in (self.hooks, self.home, self.root / "bin"):
            made.mkdir()
        (self.root / "bin/jupyter-lab").write_text(JUPYTER)
        (self.root / "bin/jupyter-lab").chmod(0o755)

    def hook(self, name, text, mode=0o755):
        (self.hooks / name).write_text(text)
        (self.hooks / name).chmod(mode)

    def start(self, program=PROGRAM, **environment):
        variables = {"PATH": f"{self.root}/bin:{os.environ['PATH']}", "HOME": str(self.home), "JUPYTER_TOKEN": "secret",
                     "CAMP_TUTORIAL": "first-steps", "CAMP_INIT_DIR": str(self.hooks), **environment}
        return subprocess.run([program], env={k: v for k, v in variables.items() if v is not None},
                              capture_output=True, text=True, check=False, timeout=60)

    def jupyter(self, done):
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout.rsplit("JUPYTER ", 1)[1])


class Hooks(CampStartTest):
    def failed(self, code, message, **environment):
        done = self.start(**environment)
        self.assertEqual(code, done.returncode, done.stderr)
        self.assertIn(message, done.stderr)
        self.assertNotIn("JUPYTER", done.stdout)
        return done

    def test_they_run_in_name_order_before_jupyter(self):
        self.hook("20-b", "#!/bin/sh\necho second\n")
        self.hook("10-a", "#!/bin/sh\necho first\n")
        self.hook(".keep", "", mode=0o644)
        done = self.start()
        self.jupyter(done)
        order = [done.stdout.index(word) for word in ("first", "second", "JUPYTER")]
        self.assertEqual(sorted(order), order)

    def test_a_failure_in_the_background_is_a_failure_and_what_goes_on_is_let_be(self):
        self.hook("10-daemon", "#!/bin/sh\nsleep 30 >/dev/null 2>&1 &\n")
        self.jupyter(self.start())
        self.hook("20-behind", "#!/bin/sh\n(sleep 0.2; exit 5) &\nexit 0\n")
        self.failed(5, "init hook 20-behind: a process that it left in the background failed with exit code 5")
        self.hook("20-behind", "#!/bin/sh\n(kill -9 $$) & sleep 0.2; exit 0\n")
        self.failed(137, "init hook 20-behind failed by signal 9")

    def test_an_exit_code_stops_the_start_and_is_the_containers(self):
        self.hook("10-a", "#!/bin/sh\necho what it said\nexit 7\n")
        self.hook("20-b", "#!/bin/sh\necho never\n")
        done = self.failed(7, "init hook 10-a failed with exit code 7")
        self.assertIn("what it said", done.stdout)
        self.assertNotIn("never", done.stdout)

    def test_death_by_signal_is_a_failure(self):
        self.hook("10-a", "#!/bin/sh\nkill -SEGV $$\n")
        self.failed(139, "init hook 10-a failed by signal 11")

    def test_one_that_hangs_is_killed_with_all_it_started(self):
        self.hook("10-a", f"#!/bin/sh\nsh -c 'echo $$ > {self.root}/pid; sleep 1000' &\nwait\n")
        self.failed(124, "init hook 10-a failed with exit code 124: still running after 1 s", CAMP_HOOK_TIMEOUT="1")
        pid = (self.root / "pid").read_text().strip()
        state = pathlib.Path(f"/proc/{pid}/stat")
        self.assertTrue(not state.exists() or " Z " in state.read_text())

    def test_one_that_is_not_executable_is_a_failure(self):
        self.hook("10-a", "#!/bin/sh\n", mode=0o644)
        self.failed(126, "init hook 10-a failed with exit code 126")

    def test_one_without_an_interpreter_is_a_failure(self):
        self.hook("10-a", "#!/no/such/shell\n")
        self.failed(126, "init hook 10-a failed with exit code 126")
        self.hook("10-a", "echo no first line\n")
        self.failed(126, "init hook 10-a failed with exit code 126")

    def test_they_do_not_see_the_token(self):
        self.hook("10-a", "#!/bin/sh\nenv\n")
        done = self.start()
        self.jupyter(done)
        self.assertNotIn("secret", done.stdout + done.stderr)

    def test_a_timeout_that_is_no_number_is_refused(self):
        self.failed(64, "CAMP_HOOK_TIMEOUT is 'soon'", CAMP_HOOK_TIMEOUT="soon")


class Environment(CampStartTest):
    def test_a_missing_name_is_said(self):
        for name in ("JUPYTER_TOKEN", "CAMP_TUTORIAL"):
            with self.subTest(name):
                done = self.start(**{name: None})
                self.assertEqual(64, done.returncode)
                self.assertIn(f"{name} is not set", done.stderr)

    def test_a_tutorial_name_that_would_change_the_path_is_refused(self):
        done = self.start(CAMP_TUTORIAL="../x")
        self.assertEqual(64, done.returncode)
        self.assertIn("CAMP_TUTORIAL is '../x'", done.stderr)

    def test_jupyter_is_started_in_the_home_under_the_tutorials_path_without_the_token_in_its_arguments(self):
        call = self.jupyter(self.start())
        self.assertEqual(str(self.home), call["folder"])
        self.assertEqual(1, call["no_user_site"])
        self.assertIn("--ServerApp.base_url=/camp/first-steps/", call["arguments"])
        self.assertIn("--KernelManager.transport=ipc", call["arguments"])
        self.assertIn("--LabApp.default_url=/lab", call["arguments"])
        self.assertNotIn("secret", " ".join(call["arguments"]))


class Content(CampStartTest):
    def deliver(self, names):
        """A camp-start with content: a copy of the programs, whose camp-content looks into a folder of the test."""
        content = self.root / "content"
        content.mkdir()
        for name in names:
            (content / name).write_text("{}")
        programs = self.root / "programs"
        programs.mkdir()
        for name in ("camp-start", "camp-content"):
            text = (PROGRAM.parent / name).read_text().replace("/opt/camp/content", str(content))
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        return programs / "camp-start"

    def test_it_is_applied_and_the_first_notebook_opens(self):
        call = self.jupyter(self.start(self.deliver(["a notebook é.ipynb"])))
        self.assertIn("--LabApp.default_url=/lab/tree/a%20notebook%20%C3%A9.ipynb", call["arguments"])
        self.assertTrue((self.home / "a notebook é.ipynb").exists())

    def test_it_is_left_to_the_agent_where_the_agent_says_so(self):
        call = self.jupyter(self.start(self.deliver(["a.ipynb"]), CAMP_CONTENT="agent"))
        self.assertIn("--LabApp.default_url=/lab/tree/a.ipynb", call["arguments"])
        self.assertFalse((self.home / "a.ipynb").exists())

    def test_content_that_cannot_be_delivered_stops_the_start(self):
        program = self.deliver(["a.ipynb"])
        (self.root / "content/link").symlink_to("a.ipynb")
        done = self.start(program)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("content/link: a symlink cannot be delivered", done.stderr)


if __name__ == "__main__":
    unittest.main()

"""The scripts of ops/: their words, what they refuse, and the functions that they share."""
import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

OPS = pathlib.Path(__file__).parents[1]
SCRIPTS = sorted(path for path in OPS.iterdir() if path.is_file() and os.access(path, os.X_OK))


class OpsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_command(self, *command, **environment):
        return subprocess.run([str(part) for part in command], env={**os.environ, "MUX_DATA": str(self.folder / "data"), **environment},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60)

    def lib(self, script, **environment):
        return self.run_command("bash", "-c", f"source {OPS}/lib.sh\n{script}", **environment)


class Scripts(OpsTest):
    def test_each_explains_itself_and_does_nothing(self):
        for script in SCRIPTS:
            with self.subTest(script.name):
                done = self.run_command(script, "--help")
                self.assertEqual(0, done.returncode, done.stderr)
                self.assertIn(f"usage: ops/{script.name}", done.stdout)
                self.assertFalse((self.folder / "data").exists())

    def test_each_refuses_an_argument_that_it_does_not_know(self):
        for script in (script for script in SCRIPTS if script.name != "bench"):
            with self.subTest(script.name):
                done = self.run_command(script, "--no-such-thing")
                self.assertNotEqual(0, done.returncode)
                self.assertIn("--no-such-thing", done.stderr)

    def test_up_refuses_a_number_of_ships_that_is_none(self):
        for words in (["--ships"], ["--ships", "many"], ["--ships", "-1"]):
            with self.subTest(words):
                done = self.run_command(OPS / "up", *words)
                self.assertNotEqual(0, done.returncode)
                self.assertIn("--ships needs a number", done.stderr)

    def test_up_says_which_port_is_taken_before_it_builds_anything(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = self.run_command(OPS / "up", "--detach", MUX_ORGANIZER_URL=f"http://127.0.0.1:{port}",
                                    MUX_ATTENDEE_URL="http://127.0.0.1:1", MUX_CONTROL_URL="https://127.0.0.1:2")
        self.assertNotEqual(0, done.returncode)
        self.assertIn(f"port {port} is taken by another program: end it, or set MUX_ORGANIZER_URL", done.stderr)
        self.assertNotIn("→", done.stdout)

    def test_down_empties_no_folder_that_up_has_not_made(self):
        data = self.folder / "data"
        data.mkdir()
        (data / "precious").write_text("x")
        done = self.run_command(OPS / "down", "--purge")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("left alone", done.stderr)
        self.assertTrue((data / "precious").exists())

    def test_down_leaves_the_camp_file_and_the_data_sets(self):
        data = self.folder / "data"
        (data / "datasets").mkdir(parents=True)
        for name in (".risecamp", "camp.yaml", "mux.db"):
            (data / name).write_text("x")
        done = self.run_command(OPS / "down", "--purge")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual({"camp.yaml", "datasets"}, {path.name for path in data.iterdir()})


class Library(OpsTest):
    def test_a_step_says_how_long_it_took(self):
        self.assertRegex(self.lib("step 'doing it' true").stdout, r"^→ doing it … done in \d+\.\d s\n$")

    def test_a_step_that_fails_shows_its_output_and_stops_the_script(self):
        done = self.lib("broken() { echo before; false; echo after; }\nstep 'doing it' broken\necho never")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("before", done.stderr)
        self.assertNotIn("after", done.stderr)
        self.assertNotIn("never", done.stdout)

    def test_a_hash_follows_content_mode_and_name(self):
        repo = self.folder / "repo"
        (repo / "src/x").mkdir(parents=True)
        (repo / "src/x/a b").write_text("1")

        def hash_now():
            return self.lib(f"REPO={repo}; hash_of src").stdout

        seen = {hash_now()}
        (repo / "src/x/a b").write_text("2")
        seen.add(hash_now())
        (repo / "src/x/a b").chmod(0o755)
        seen.add(hash_now())
        (repo / "src/x/a b").rename(repo / "src/x/c")
        seen.add(hash_now())
        self.assertEqual(4, len(seen))
        (repo / "src/x/obj").mkdir()
        (repo / "src/x/obj/made").write_text("x")
        self.assertIn(hash_now(), seen)

    def test_only_the_process_that_was_started_is_stopped(self):
        pidfile = self.folder / "pid"
        with subprocess.Popen(["sleep", "100"]) as other:
            pidfile.write_text(str(other.pid))
            self.lib(f"stop_process {pidfile} 'mux serve' 1")
            self.assertIsNone(other.poll())
            pidfile.write_text(str(other.pid))
            self.lib(f"stop_process {pidfile} 'sleep 100' 5")
            self.assertEqual(-15, other.wait(10))
        self.assertFalse(pidfile.exists())

    def test_a_secret_is_for_its_owner_only(self):
        self.lib(f"secret {self.folder}/s hush")
        self.assertEqual(0o600, (self.folder / "s").stat().st_mode & 0o777)


if __name__ == "__main__":
    unittest.main()

"""The built images, run as a ship runs them: confined, on an internal network, with the content delivered at start."""
import contextlib
import hashlib
import io
import json
import os
import pathlib
import secrets
import subprocess
import time
import unittest
import urllib.error
import urllib.request
import zipfile

REPO = pathlib.Path(__file__).parents[2]
PREFIX = f"image-test-{os.getpid()}"
TOKEN = secrets.token_hex(16)


def docker(*arguments, check=True):
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False, timeout=120)
    if check and done.returncode != 0:
        raise AssertionError(f"docker {' '.join(arguments)}: {done.stderr}")
    return done.stdout + done.stderr if not check else done.stdout.strip()


def setUpModule():
    docker("network", "create", "--internal", "-o", "com.docker.network.bridge.enable_icc=false", PREFIX)


def tearDownModule():
    docker("network", "rm", PREFIX)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class ContainerTest(unittest.TestCase):
    def run_container(self, tutorial, data=True, token=TOKEN):
        """Starts it exactly as a ship does; gives its id."""
        name = f"{PREFIX}-{secrets.token_hex(4)}"
        mounts = ["--mount", f"type=bind,src={REPO}/images/datasets/penguins,dst=/data/penguins,readonly"] if data else []
        container = docker(
            "run", "-d", "--name", name, "--init", "--user", "1000:1000", "--read-only", "--tmpfs", "/tmp:rw,nosuid,nodev",
            "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", PREFIX, "--memory", "1g", "--memory-swap", "1g",
            "--pids-limit", "256", "-v", f"{name}:/home/camp", *mounts, "-e", f"CAMP_TUTORIAL={tutorial}",
            *(["-e", f"JUPYTER_TOKEN={token}"] if token else []), f"risecamp/{tutorial}:latest")
        self.addCleanup(docker, "volume", "rm", "-f", name)
        self.addCleanup(docker, "rm", "-f", container)
        return container

    def get(self, container, path, method="GET", token=TOKEN):
        address = docker("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", container)
        request = urllib.request.Request(f"http://{address}:8888{path}", method=method, headers={"Authorization": f"token {token}"},
                                         data=b"{}" if method == "POST" else None)
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read()

    def wait_until_up(self, container, tutorial):
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                if self.get(container, f"/camp/{tutorial}/api/status")[0] == 200:
                    return
            running = docker("inspect", "-f", "{{.State.Running}}", container)
            if running != "true" or time.monotonic() > end:
                self.fail(f"{tutorial} did not come up:\n{docker('logs', container, check=False)}")
            time.sleep(0.05)

    def up(self, tutorial):
        container = self.run_container(tutorial)
        self.wait_until_up(container, tutorial)
        return container

    def ended(self, container):
        code = int(docker("wait", container))
        return code, docker("logs", container, check=False)


class Tutorials(ContainerTest):
    FIRST = {"first-steps": "01-first-steps.ipynb", "penguins": "01-three-colonies.ipynb"}

    def test_each_opens_its_first_notebook_under_its_own_path(self):
        for tutorial, notebook in self.FIRST.items():
            with self.subTest(tutorial):
                container = self.up(tutorial)
                status, headers, _ = self.get(container, f"/camp/{tutorial}/")
                self.assertEqual((302, f"/camp/{tutorial}/lab/tree/{notebook}"), (status, headers["Location"].rstrip("?")))
                status, _, page = self.get(container, f"/camp/{tutorial}/lab/tree/{notebook}")
                self.assertEqual(200, status)
                self.assertIn(b"<title>JupyterLab</title>", page)

    def test_the_classic_notebook_is_there_too(self):
        container = self.up("first-steps")
        for path in ("tree", "notebooks/01-first-steps.ipynb"):
            status, _, page = self.get(container, f"/camp/first-steps/{path}")
            self.assertEqual(200, status)
            self.assertIn(b"Jupyter Notebook", page)

    def test_every_notebook_runs_from_top_to_bottom_and_draws_a_plot(self):
        for tutorial, notebook in self.FIRST.items():
            with self.subTest(tutorial):
                container = self.up(tutorial)
                docker("exec", container, "python3", "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", "/tmp", notebook)
                cells = json.loads(docker("exec", container, "cat", f"/tmp/{notebook}"))["cells"]
                kinds = [kind for cell in cells for output in cell.get("outputs", []) for kind in output.get("data", {})]
                self.assertIn("image/png", kinds)

    def test_the_token_is_in_no_log_and_in_no_argument(self):
        container = self.up("first-steps")
        self.get(container, f"/camp/first-steps/lab?token={TOKEN}")
        self.assertNotIn(TOKEN, docker("logs", container, check=False))
        self.assertNotIn(TOKEN, docker("top", container, "-eo", "pid,args"))

    def test_kernels_are_spoken_to_without_ports(self):
        container = self.up("first-steps")
        self.assertEqual(201, self.get(container, "/camp/first-steps/api/kernels", "POST")[0])
        connection = docker("exec", container, "sh", "-c", "cat /tmp/jupyter/kernel-*.json")
        self.assertEqual("ipc", json.loads(connection)["transport"])

    def test_the_data_set_cannot_be_written(self):
        container = self.up("first-steps")
        answer = docker("exec", container, "sh", "-c", "echo x >> /data/penguins/penguins.csv", check=False)
        self.assertRegex(answer, "Read-only|Permission denied")


class Work(ContainerTest):
    """What the attendee's page offers: the work as a zip, and the tutorial afresh."""

    def test_the_zip_holds_the_files_and_follows_no_link(self):
        container = self.up("first-steps")
        docker("exec", container, "sh", "-c", "mkdir -p mine/deep && echo kept > mine/deep/é.txt && ln -s /etc/passwd out && ln -s . circle && echo x > closed && chmod 0 closed")
        status, headers, body = self.get(container, "/camp/first-steps/camp/work.zip")
        self.assertEqual((200, "application/zip"), (status, headers["Content-Type"]))
        self.assertRegex(headers["Content-Disposition"], r'attachment; filename="first-steps-\d{4}-\d\d-\d\d\.zip"')
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            self.assertIsNone(archive.testzip())
            names = archive.namelist()
            self.assertEqual(b"kept\n", archive.read("mine/deep/é.txt"))
            self.assertEqual("closed: Permission denied\n", archive.read("NOT-INCLUDED.txt").decode())
        self.assertIn("01-first-steps.ipynb", names)
        self.assertFalse({"out", "circle", "closed"} & set(names) or [name for name in names if name.startswith(".camp")])

    def test_a_zip_of_what_does_not_compress_is_whole(self):
        container = self.up("first-steps")
        docker("exec", container, "sh", "-c", "head -c 30000000 /dev/urandom > big && sha256sum big > big.sum")
        with zipfile.ZipFile(io.BytesIO(self.get(container, "/camp/first-steps/camp/work.zip")[2])) as archive:
            self.assertEqual(archive.read("big.sum").split()[0].decode(), hashlib.sha256(archive.read("big")).hexdigest())

    def test_afresh_brings_the_authors_files_back_and_keeps_a_copy_of_mine(self):
        container = self.up("first-steps")
        original = docker("exec", container, "cat", "01-first-steps.ipynb")
        kernel = json.loads(self.get(container, "/camp/first-steps/api/kernels", "POST")[2])["id"]
        docker("exec", container, "sh", "-c", "echo spoilt > 01-first-steps.ipynb && echo mine > notes.txt")
        status, headers, _ = self.get(container, "/camp/first-steps/camp/afresh", "POST")
        self.assertEqual((303, "/camp/first-steps/"), (status, headers["Location"]))
        self.assertEqual(original, docker("exec", container, "cat", "01-first-steps.ipynb"))
        self.assertEqual("spoilt\nmine", docker("exec", container, "sh", "-c", "cat before-*/01-first-steps.ipynb before-*/notes.txt"))
        self.assertEqual([kernel], [k["id"] for k in json.loads(self.get(container, "/camp/first-steps/api/kernels")[2])])

    def test_a_deleted_file_comes_back_afresh(self):
        container = self.up("first-steps")
        docker("exec", container, "sh", "-c", "rm 01-first-steps.ipynb")
        self.assertEqual(303, self.get(container, "/camp/first-steps/camp/afresh", "POST")[0])
        self.assertIn("01-first-steps.ipynb", docker("exec", container, "ls"))

    def test_both_ask_for_the_token(self):
        container = self.up("first-steps")
        for path, method in (("camp/work.zip", "GET"), ("camp/afresh", "POST")):
            self.assertIn(self.get(container, f"/camp/first-steps/{path}", method, token="wrong")[0], (302, 403))


class WhatFails(ContainerTest):
    def test_a_missing_data_set_is_said_by_the_hook_and_stops_the_container(self):
        code, log = self.ended(self.run_container("penguins", data=False))
        self.assertEqual(1, code)
        self.assertIn("list the data set 'penguins'", log)
        self.assertIn("init hook 10-data-is-there failed with exit code 1", log)

    def test_a_missing_token_stops_the_container(self):
        code, log = self.ended(self.run_container("first-steps", token=None))
        self.assertEqual(64, code)
        self.assertIn("JUPYTER_TOKEN is not set", log)


if __name__ == "__main__":
    unittest.main()

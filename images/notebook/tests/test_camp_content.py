"""The merge of an image's content into a home: every case by name, then many random histories against a plain model."""
import hashlib
import json
import os
import pathlib
import random
import subprocess
import tempfile
import threading
import unittest

PROGRAM = pathlib.Path(__file__).parents[1] / "bin" / "camp-content"


class CampContentTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.outside = pathlib.Path(folder.name)
        self.home, self.content = self.outside / "home", self.outside / "content"
        self.home.mkdir()
        self.content.mkdir()

    def run_program(self, verb, check=True):
        done = subprocess.run([PROGRAM, verb, "--home", self.home, "--content", self.content],
                              capture_output=True, text=True, check=False)
        if check:
            self.assertEqual(0, done.returncode, done.stderr)
        return done

    def apply(self):
        return json.loads(self.run_program("apply").stdout)

    def image(self, **files):
        for path in sorted(self.content.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        for name, text in files.items():
            self.write(self.content, name, text)

    @staticmethod
    def write(root, name, text):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def files(self):
        return {str(p.relative_to(self.home)): p.read_text(encoding="utf-8") for p in sorted(self.home.rglob("*"))
                if p.is_file() and not p.is_symlink() and p.relative_to(self.home).parts[0] != ".camp"}


class EachCase(CampContentTest):
    def test_a_new_file_is_copied(self):
        self.image(**{"sub/a b – é.txt": "1"})
        self.assertEqual({"delivered": ["sub/a b – é.txt"], "updated": [], "conflicts": []}, self.apply())
        self.assertEqual({"sub/a b – é.txt": "1"}, self.files())

    def test_the_manifest_says_what_was_delivered(self):
        self.image(a="1")
        self.apply()
        manifest = json.loads((self.home / ".camp/content.json").read_text())
        self.assertEqual({"a": hashlib.sha256(b"1").hexdigest()}, manifest["files"])

    def test_an_untouched_file_follows_the_image(self):
        self.image(a="1")
        self.apply()
        self.image(a="2")
        self.assertEqual(["a"], self.apply()["updated"])
        self.assertEqual({"a": "2"}, self.files())

    def test_an_edited_file_is_kept_while_the_image_stays(self):
        self.image(a="1")
        self.apply()
        self.write(self.home, "a", "mine")
        self.assertEqual({"delivered": [], "updated": [], "conflicts": []}, self.apply())
        self.assertEqual({"a": "mine"}, self.files())

    def test_where_both_changed_the_new_version_is_laid_beside_the_attendees(self):
        self.image(**{"sub/nb.ipynb": "1"})
        self.apply()
        self.write(self.home, "sub/nb.ipynb", "mine")
        self.image(**{"sub/nb.ipynb": "2"})
        self.assertEqual([{"path": "sub/nb.ipynb", "updated": "sub/nb.updated.ipynb"}], self.apply()["conflicts"])
        self.assertEqual({"sub/nb.ipynb": "mine", "sub/nb.updated.ipynb": "2"}, self.files())

    def test_a_further_update_replaces_an_untouched_one_beside(self):
        self.test_where_both_changed_the_new_version_is_laid_beside_the_attendees()
        self.image(**{"sub/nb.ipynb": "3"})
        self.apply()
        self.assertEqual({"sub/nb.ipynb": "mine", "sub/nb.updated.ipynb": "3"}, self.files())

    def test_a_further_update_spares_one_beside_that_was_edited(self):
        self.test_where_both_changed_the_new_version_is_laid_beside_the_attendees()
        self.write(self.home, "sub/nb.updated.ipynb", "mine too")
        self.image(**{"sub/nb.ipynb": "3"})
        self.assertEqual("sub/nb.updated-2.ipynb", self.apply()["conflicts"][0]["updated"])
        self.assertEqual("mine too", self.files()["sub/nb.updated.ipynb"])
        self.assertEqual("3", self.files()["sub/nb.updated-2.ipynb"])

    def test_a_file_without_an_extension_and_a_dotfile_get_the_word_at_the_end(self):
        self.image(**{"Makefile": "1", ".bashrc": "1"})
        self.apply()
        self.write(self.home, "Makefile", "mine")
        self.write(self.home, ".bashrc", "mine")
        self.image(**{"Makefile": "2", ".bashrc": "2"})
        self.assertEqual({".bashrc.updated", "Makefile.updated"}, {c["updated"] for c in self.apply()["conflicts"]})

    def test_a_file_of_the_attendees_own_is_never_overwritten_by_a_new_one_of_the_image(self):
        self.write(self.home, "a.txt", "mine")
        self.image(**{"a.txt": "1"})
        self.assertEqual([{"path": "a.txt", "updated": "a.updated.txt"}], self.apply()["conflicts"])
        self.assertEqual("mine", self.files()["a.txt"])
        self.assertEqual([], self.apply()["conflicts"])

    def test_what_the_attendee_deleted_stays_deleted(self):
        self.image(a="1", b="1")
        self.apply()
        (self.home / "a").unlink()
        self.apply()
        self.image(a="2", b="1")
        self.assertEqual({"delivered": [], "updated": [], "conflicts": []}, self.apply())
        self.assertEqual({"b": "1"}, self.files())

    def test_what_the_image_no_longer_has_stays_in_the_home(self):
        self.image(a="1", b="1")
        self.apply()
        self.image(b="1")
        self.apply()
        self.assertEqual({"a": "1", "b": "1"}, self.files())
        self.image(a="2", b="1")
        self.assertEqual(["a"], self.apply()["updated"])

    def test_a_content_folder_that_is_missing_delivers_nothing(self):
        self.content.rmdir()
        self.assertEqual({"delivered": [], "updated": [], "conflicts": []}, self.apply())

    def test_an_executable_stays_executable(self):
        self.image(run="#!/bin/sh")
        (self.content / "run").chmod(0o555)
        self.apply()
        self.assertEqual(0o755, (self.home / "run").stat().st_mode & 0o777)


class Trouble(CampContentTest):
    def test_a_symlink_in_the_way_is_not_followed(self):
        victim = self.outside / "victim"
        victim.write_text("untouched")
        (self.home / "a").symlink_to(victim)
        self.image(a="1")
        self.assertEqual([{"path": "a", "updated": "a.updated"}], self.apply()["conflicts"])
        self.assertEqual("untouched", victim.read_text())

    def test_a_folder_that_is_a_symlink_is_not_followed(self):
        elsewhere = self.outside / "elsewhere"
        elsewhere.mkdir()
        (self.home / "sub").symlink_to(elsewhere)
        self.image(**{"sub/a": "1"})
        self.assertEqual([{"path": "sub/a", "updated": None}], self.apply()["conflicts"])
        self.assertEqual([], list(elsewhere.iterdir()))
        (self.home / "sub").unlink()
        self.assertEqual(["sub/a"], self.apply()["delivered"])

    def test_a_file_where_the_image_has_a_folder_is_kept(self):
        self.write(self.home, "sub", "mine")
        self.image(**{"sub/deep/a": "1"})
        self.assertEqual([{"path": "sub/deep/a", "updated": None}], self.apply()["conflicts"])
        self.assertEqual({"sub": "mine"}, self.files())

    def test_a_folder_where_the_image_has_a_file_is_kept(self):
        self.write(self.home, "a/mine", "mine")
        self.image(a="1")
        self.apply()
        self.assertEqual({"a/mine": "mine", "a.updated": "1"}, self.files())

    def test_a_manifest_that_is_broken_costs_no_file(self):
        self.image(a="1", b="1")
        self.apply()
        self.write(self.home, "a", "mine")
        (self.home / ".camp/content.json").write_text('{"files": [')
        self.image(a="2", b="1")
        self.assertEqual([{"path": "a", "updated": "a.updated"}], self.apply()["conflicts"])
        self.assertEqual({"a": "mine", "a.updated": "2", "b": "1"}, self.files())

    def test_the_camps_own_folder_replaced_by_a_symlink_is_moved_aside(self):
        elsewhere = self.outside / "elsewhere"
        elsewhere.mkdir()
        (self.home / ".camp").symlink_to(elsewhere)
        self.image(a="1")
        self.assertEqual(["a"], self.apply()["delivered"])
        self.assertEqual([], list(elsewhere.iterdir()))

    def test_leftovers_of_a_killed_run_are_cleared_away(self):
        (self.home / ".camp/tmp").mkdir(parents=True)
        (self.home / ".camp/tmp/half").write_text("x")
        self.apply()
        self.assertEqual([], list((self.home / ".camp/tmp").iterdir()))

    def test_a_symlink_in_the_image_is_an_error_that_names_it_and_changes_nothing(self):
        self.image(a="1")
        (self.content / "z").symlink_to("a")
        done = self.run_program("apply", check=False)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("content/z: a symlink cannot be delivered", done.stderr)
        self.assertEqual("", done.stdout)
        self.assertEqual({}, self.files())

    def test_a_home_that_does_not_exist_is_an_error(self):
        self.home.rmdir()
        done = self.run_program("apply", check=False)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("is not a folder", done.stderr)

    def test_two_runs_at_once_end_like_one(self):
        self.image(**{f"f{n}": str(n) for n in range(40)})
        runs = [threading.Thread(target=self.run_program, args=("apply",)) for _ in range(4)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        self.assertEqual({f"f{n}": str(n) for n in range(40)}, self.files())

    def test_a_save_by_rename_during_an_update_is_never_lost(self):
        """An attendee saves again and again, as Jupyter does, while updates come in: the last save has to be somewhere."""
        self.image(a="0")
        self.apply()
        for round_number in range(1, 9):
            self.image(a=f"image {round_number}")
            done = threading.Thread(target=self.apply)
            done.start()
            saved = 0
            while done.is_alive():
                saved += 1
                (self.home / "save").write_text(f"mine {round_number} {saved}")
                os.rename(self.home / "save", self.home / "a")
            done.join()
            self.assertIn(f"mine {round_number} {saved}", self.files().values())


class FirstNotebook(CampContentTest):
    def first(self):
        return self.run_program("first").stdout

    def test_it_is_the_first_by_name_at_the_top(self):
        self.image(**{"b.ipynb": "", "a ü.ipynb": "", "a/0.ipynb": "", ".hidden/0.ipynb": "", "0.txt": ""})
        self.assertEqual("a ü.ipynb\n", self.first())

    def test_one_that_the_attendee_deleted_is_passed_over(self):
        self.image(**{"a.ipynb": "", "b.ipynb": ""})
        self.apply()
        (self.home / "a.ipynb").unlink()
        self.assertEqual("b.ipynb\n", self.first())

    def test_without_notebooks_nothing_is_printed(self):
        self.image(a="")
        self.assertEqual("", self.first())


class RandomHistories(CampContentTest):
    NAMES = ["a.txt", "b", "sub/c.ipynb", "sub/deep/d e.txt", "é.py"]

    def test_nothing_of_the_attendees_is_ever_lost_and_a_second_run_changes_nothing(self):
        for seed in range(12):
            with self.subTest(seed=seed):
                self.setUp()
                self.history(random.Random(seed))

    def history(self, rng):
        delivered, image, mine = {}, {}, 0
        for _ in range(8):
            image = {n: f"image {rng.randrange(3)}" for n in self.NAMES if rng.random() < 0.8}
            self.image(**image)
            before = self.files()
            for name in rng.sample(sorted(before), k=min(len(before), rng.randrange(3))):
                if rng.random() < 0.3:
                    (self.home / name).unlink()
                else:
                    mine += 1
                    self.write(self.home, name, f"mine {mine}")
            before = self.files()
            report = self.apply()
            after = self.files()
            self.check(before, after, image, delivered, report)
            delivered.update(image)
            self.assertEqual({"delivered": [], "updated": [], "conflicts": []}, self.apply())
            self.assertEqual(after, self.files())

    def check(self, before, after, image, delivered, report):
        for name, text in before.items():
            if text.startswith("mine"):
                self.assertEqual(text, after.get(name), f"{name} was the attendee's")
        for name, text in image.items():
            was, last = before.get(name), delivered.get(name)
            if was is None:
                self.assertEqual(text if last is None else None, after.get(name))
            elif was in (last, text):
                self.assertEqual(text if last != text else was, after[name])
            elif last != text:
                beside = next(c["updated"] for c in report["conflicts"] if c["path"] == name)
                self.assertEqual((was, text), (after[name], after[beside]))
        for name in before.keys() - image.keys():
            self.assertIn(name, after)


if __name__ == "__main__":
    unittest.main()

"""What the attendee's page offers for a tutorial's files, as two addresses of its Jupyter server.

  GET  camp/work.zip   the home as a zip, streamed
  POST camp/afresh     the tutorial as its author made it; what was there goes into a folder before-<time>, kernels start anew

Both ask for Jupyter's token, as every address does.
"""
import asyncio
import datetime
import os
import stat
import subprocess
import zipfile

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import iostream, web

OWN = {".camp", ".ipynb_checkpoints", ".cache"}  # the camp's own, and what can be made again
PIECE = 1 << 18
CONTENT = ["/usr/local/bin/camp-content", "apply"]


class Outbox:
    """A file that cannot seek, for zipfile: what is written waits here until it is sent."""

    def __init__(self):
        self.pieces = []
        self.length = 0

    def write(self, data):
        self.pieces.append(bytes(data))
        self.length += len(data)
        return len(data)

    def flush(self):
        pass

    def take(self):
        pieces, self.pieces, self.length = self.pieces, [], 0
        return b"".join(pieces)


def files_of(home):
    """Every regular file: (path, path in the zip). No link is followed: it could lead out of the home, or in a circle."""
    for folder, subfolders, names in os.walk(home):
        subfolders[:] = sorted(name for name in subfolders if name not in OWN and not os.path.islink(os.path.join(folder, name)))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if stat.S_ISREG(os.lstat(path).st_mode):
                yield path, os.path.relpath(path, home)


def zip_pieces(home):
    """The zip of a home, in pieces. A file that cannot be read, or shrinks meanwhile, is named in NOT-INCLUDED.txt instead."""
    outbox, missed = Outbox(), []
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for path, name in files_of(home):
            try:
                with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as source:
                    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    with archive.open(entry, "w", force_zip64=True) as target:
                        while piece := source.read(PIECE):
                            target.write(piece)
                            if outbox.length >= PIECE:
                                yield outbox.take()
            except OSError as error:
                missed.append(f"{name}: {error.strerror}")
        if missed:
            archive.writestr("NOT-INCLUDED.txt", "\n".join(missed) + "\n")
    yield outbox.take()


def set_aside(home, now):
    """Moves all that is visible in the home, but earlier copies, into a new folder; gives its name, or None when there was nothing."""
    names = [name for name in sorted(os.listdir(home)) if not name.startswith((".", "before-"))]
    if not names:
        return None
    aside = f"before-{now:%Y%m%d-%H%M%S}"
    os.mkdir(os.path.join(home, aside))
    for name in names:
        os.rename(os.path.join(home, name), os.path.join(home, aside, name))
    return aside


def start_afresh(home, now):
    aside = set_aside(home, now)
    manifest = os.path.join(home, ".camp", "content.json")
    if os.path.lexists(manifest):
        os.unlink(manifest)  # what was delivered once may be delivered again, deleted or not
    done = subprocess.run(CONTENT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise web.HTTPError(500, f"the content could not be laid out ({done.stderr.strip()}); your files are in {aside or 'their place'}")
    return aside


class WorkHandler(JupyterHandler):
    @web.authenticated
    async def get(self):
        name = self.settings["camp_tutorial"]
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{name}-{datetime.date.today():%Y-%m-%d}.zip"')
        self.set_header("Cache-Control", "private, no-store")
        pieces = zip_pieces(self.settings["camp_home"])
        try:
            # Compressing blocks: in a thread, so that kernels' messages pass meanwhile. One piece ahead at most.
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                self.write(piece)
                await self.flush()
        except iostream.StreamClosedError:
            pass  # the attendee has closed the tab


class AfreshHandler(JupyterHandler):
    @web.authenticated
    async def post(self):
        now = datetime.datetime.now()
        await asyncio.to_thread(start_afresh, self.settings["camp_home"], now)
        for kernel in list(self.kernel_manager.list_kernel_ids()):
            await self.kernel_manager.restart_kernel(kernel)
        self.redirect(url_path_join(self.base_url, "/"), status=303)


def _jupyter_server_extension_points():
    return [{"module": "camp_work"}]


def _load_jupyter_server_extension(server):
    application, base = server.web_app, server.web_app.settings["base_url"]
    application.settings["camp_home"] = server.root_dir
    application.settings["camp_tutorial"] = base.strip("/").split("/")[-1] or "work"
    application.add_handlers(".*$", [
        (url_path_join(base, "camp/work.zip"), WorkHandler),
        (url_path_join(base, "camp/afresh"), AfreshHandler),
    ])

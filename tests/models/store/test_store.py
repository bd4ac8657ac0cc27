"""The store: nothing half-made is ever a model, every changed byte is found, archives are not trusted."""

import io
import os
import random
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import archive, pins
from newsbrief_models.store.manifest import MANIFEST_NAME, load
from newsbrief_models.store.pins import Pins
from newsbrief_models.store.store import Store
from newsbrief_models.translate.opening import open_translator
from newsbrief_models.types import Language, TranslationRow

TRIALS = 200


@pytest.fixture
def store(model_copy: Path, tmp_path: Path) -> Store:
    """A store that holds the tiny model."""
    made = Store(tmp_path / "store")
    with made.changing():
        made.install(model_copy, "tiny")
    return made


def flip(path: Path, place: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def test_every_flipped_bit_is_found(store: Store) -> None:
    about = store.verify("tiny")
    # Any bit of any file, each file as often as the next, whatever its size.
    chance = random.Random(6)  # noqa: S311 - repeatable
    for _ in range(TRIALS):
        name = chance.choice(sorted(about.files))
        path = store.root / "tiny" / name
        place, bit = chance.randrange(about.files[name].size), chance.randrange(8)
        flip(path, place, bit)
        with pytest.raises(ModelFolderError) as caught:
            store.verify("tiny")
        assert caught.value.path.name == name
        flip(path, place, bit)
    assert store.verify("tiny") == about


def test_a_model_is_there_by_name(store: Store, tmp_path: Path) -> None:
    assert store.names() == ["tiny"]
    assert store.folder("tiny") == store.root / "tiny"
    translator = open_translator(store.folder("tiny"))
    assert translator.translate([TranslationRow("The council.", Language.EN, Language.KO)])
    with pytest.raises(ModelFolderError, match="run: newsbrief-server models pull absent"):
        store.folder("absent")
    assert Store(tmp_path / "nowhere").names() == []


def test_what_cannot_be_read_is_listed_with_its_problem(store: Store) -> None:
    (store.root / "tiny" / MANIFEST_NAME).write_text("schema = 2")
    (found,) = store.models()
    assert found.about is None
    assert "this version reads schema 1" in found.problem


def test_a_model_is_replaced_and_removed_whole(store: Store, tiny_model: Path, tmp_path: Path) -> None:
    with store.changing():
        store.install(Path(shutil.copytree(tiny_model, tmp_path / "again")), "tiny")
    assert store.verify("tiny").name == "tiny"
    store.remove("tiny")
    assert store.names() == []
    assert [path.name for path in store.root.iterdir()] == [".lock"]
    with pytest.raises(ModelFolderError):
        store.remove("tiny")
    with pytest.raises(ModelFolderError, match="comes with newsbrief"):
        store.remove("bundled")


def test_a_changed_model_is_not_installed(store: Store, model_copy: Path, tiny_model: Path) -> None:
    shutil.copytree(tiny_model, model_copy, dirs_exist_ok=True)
    flip(model_copy / "model.bin", 99, 0)
    with store.changing(), pytest.raises(ModelFolderError, match=r"model\.bin: has sha256"):
        store.install(model_copy, "other")
    assert store.names() == ["tiny"]


def test_what_killed_processes_left_is_swept_away(store: Store) -> None:
    for name in (".staging-abc", ".old-abc"):
        (store.root / name / "model").mkdir(parents=True)
        (store.root / name / "model" / "model.bin").write_bytes(b"half")
    assert store.names() == ["tiny"]
    with store.changing(), store.staging() as staging:
        assert [p.name for p in store.root.iterdir() if p.name.startswith(".staging")] == [staging.name]
    assert sorted(path.name for path in store.root.iterdir()) == [".lock", "tiny"]


def test_pins_are_kept_until_forgotten(store: Store) -> None:
    known = Pins("owner/name", "abc", "abcdef", {"model.safetensors": "0" * 64})
    pins.write(store.pins("tiny"), known)
    assert pins.read(store.pins("tiny")) == known
    store.remove("tiny")
    assert pins.read(store.pins("tiny")) == known
    store.remove("tiny", forget=True)
    assert pins.read(store.pins("tiny")) is None


def test_models_travel_as_one_file(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "models.tar"
    archive.export(store, ["tiny"], file)
    first = file.read_bytes()
    archive.export(store, ["tiny"], file)
    assert file.read_bytes() == first
    other = Store(tmp_path / "other")
    (about,) = archive.import_(other, file)
    assert about == store.verify("tiny") == other.verify("tiny")
    archive.import_(other, file)
    assert other.names() == ["tiny"]
    assert sorted(p.name for p in tmp_path.iterdir() if "partial" in p.name) == []


def test_a_changed_model_does_not_travel(store: Store, tmp_path: Path) -> None:
    flip(store.root / "tiny" / "model.bin", 0, 0)
    with pytest.raises(ModelFolderError, match=r"model\.bin"):
        archive.export(store, ["tiny"], tmp_path / "models.tar")
    assert not (tmp_path / "models.tar").exists()


def rewritten(
    source: Path, target: Path, edit: Callable[[tarfile.TarInfo, bytes], list[tuple[tarfile.TarInfo, bytes]]]
) -> Path:
    """A copy of a tar file with each member replaced by what `edit` makes of it."""
    with tarfile.open(source) as tar, tarfile.open(target, "w") as out:
        for member in tar:
            content = tar.extractfile(member)
            assert content is not None
            for changed, data in edit(member, content.read()):
                changed.size = len(data) if changed.isreg() else 0
                out.addfile(changed, io.BytesIO(data) if changed.isreg() else None)
    return target


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


BAD_MEMBERS = [
    (named("../evil"), b"x", "is no MODEL/FILE"),
    (named("/etc/evil"), b"x", "is no MODEL/FILE"),
    (named("tiny/../../evil"), b"x", "is no MODEL/FILE"),
    (named("tiny/sub/evil"), b"x", "is no MODEL/FILE"),
    (named("./tiny/evil"), b"x", "is no MODEL/FILE"),
    (named("tiny/.hidden"), b"x", "is no MODEL/FILE"),
    (named("..//evil"), b"x", "is no MODEL/FILE"),
    (named("tiny/evil.bin"), b"x", "is not listed in a manifest before it"),
    (named("other/model.bin"), b"x", "is not listed in a manifest before it"),
    (named("tiny/model.bin"), b"x", "is there twice, or not of the size"),
    (named("tiny/link", tarfile.SYMTYPE, "/etc/passwd"), b"", "is not a plain file"),
    (named("tiny/hard", tarfile.LNKTYPE, "tiny/model.bin"), b"", "is not a plain file"),
    (named("tiny/dev", tarfile.CHRTYPE), b"", "is not a plain file"),
    (named("tiny/pipe", tarfile.FIFOTYPE), b"", "is not a plain file"),
    (named("tiny/folder", tarfile.DIRTYPE), b"", "is not a plain file"),
    (named(f"tiny/{MANIFEST_NAME}"), b"x" * 70_000, "is there twice, or too large"),
    (named(f"big/{MANIFEST_NAME}"), b"x" * 70_000, "is there twice, or too large"),
    (named(f"odd/{MANIFEST_NAME}"), b"schema = 7", "this version reads schema 1"),
]


@pytest.mark.parametrize(
    ("member", "data", "problem"), BAD_MEMBERS, ids=lambda value: getattr(value, "name", "")
)
def test_a_hostile_archive_is_refused_by_member(
    store: Store, tmp_path: Path, member: tarfile.TarInfo, data: bytes, problem: str
) -> None:
    archive.export(store, ["tiny"], tmp_path / "models.tar")
    last = sorted(load(store.folder("tiny")).files)[-1]

    def edit(each: tarfile.TarInfo, content: bytes) -> list[tuple[tarfile.TarInfo, bytes]]:
        more = [(member, data)] if each.name.endswith(last) else []
        return [(each, content), *more]

    other = Store(tmp_path / "other")
    with pytest.raises(ModelFolderError, match=problem):
        archive.import_(other, rewritten(tmp_path / "models.tar", tmp_path / "bad.tar", edit))
    assert other.names() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.tar", "models.tar", "other", "store"]
    assert [path.name for path in other.root.iterdir()] == [".lock"]


@pytest.mark.parametrize("spoil", ["flip", "truncate", "drop", "nothing"])
def test_a_spoilt_archive_leaves_nothing(store: Store, tmp_path: Path, spoil: str) -> None:
    file = tmp_path / "models.tar"
    archive.export(store, ["tiny"], file)
    if spoil == "flip":
        flip(file, file.stat().st_size // 2, 3)
    elif spoil == "truncate":
        os.truncate(file, file.stat().st_size // 2)
    elif spoil == "drop":
        rewritten(
            file, tmp_path / "less.tar", lambda m, data: [] if m.name.endswith("model.bin") else [(m, data)]
        )
        file = tmp_path / "less.tar"
    else:
        file.write_bytes(b"nothing")
    other = Store(tmp_path / "other")
    with pytest.raises(ModelFolderError):
        archive.import_(other, file)
    assert other.names() == []

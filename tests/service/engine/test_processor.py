"""What CTranslate2 is told about the processor."""

from pathlib import Path

import pytest

from newsbrief_service.engine.processor import VECTORS, use_wide_vectors

_WIDE = "fpu avx2 avx512f avx512dq avx512cd avx512bw avx512vl"


@pytest.mark.parametrize(
    ("flags", "given", "expected"),
    [
        (_WIDE, {}, {VECTORS: "AVX512"}),
        (_WIDE, {VECTORS: "AVX2"}, {VECTORS: "AVX2"}),
        ("fpu avx2 avx512f", {}, {}),
        ("fpu avx2", {}, {}),
    ],
)
def test_wide_vectors_where_there_are_some_and_nobody_chose_others(
    flags: str, given: dict[str, str], expected: dict[str, str], tmp_path: Path
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nmodel name\t: some\nflags\t\t: {flags}\nbogomips\t: 1\n")
    environ = dict(given)
    use_wide_vectors(environ, cpuinfo)
    assert environ == expected


def test_nothing_is_said_where_the_system_tells_nothing(tmp_path: Path) -> None:
    environ = dict[str, str]()
    use_wide_vectors(environ, tmp_path / "missing")
    assert environ == {}

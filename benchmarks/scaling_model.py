"""How many articles so many cores, replicas or a GPU brief, what holds them up, and what a million cost: only formulas.

Within a server, work that runs in other processes spreads over its cores; what runs in the server's own process shares
one interpreter and so gets one core at most. Replicas share nothing. docs/scaling.md tells the reasons and the limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MILLION = 1_000_000
_HOUR, _GB = 3600.0, 1e9


@dataclass(frozen=True, slots=True)
class Costs:
    """What one article costs, as measured. Times are seconds of a core."""

    edge: float
    """In the server's own process."""
    helpers: float
    """In its other processes: engines, and text workers where there are any."""
    translation: float
    """Of `helpers` and `edge` together, what a GPU would take over."""
    record: float
    """Seconds (of the clock) that a job's one writer of SQLite needs for an article, as 8 are briefed at once."""
    base_bytes: float
    """Memory of a server, besides `core_bytes` for each of its cores."""
    core_bytes: float
    disk_bytes: float
    """What a job keeps of an article until it is deleted."""

    def __post_init__(self) -> None:
        if self.edge <= 0 or not 0 <= self.translation <= self.edge + self.helpers:
            raise ValueError("edge must be above 0, and translation a part of edge + helpers")

    @property
    def total(self) -> float:
        """Seconds of a core, in whatever process."""
        return self.edge + self.helpers


@dataclass(frozen=True, slots=True)
class Gpu:
    """A GPU, as the number of cores that translate as fast as it does."""

    name: str
    cores: float


# Published for CTranslate2 3.6.0 with an OPUS-MT model of Transformer base size (README of OpenNMT/CTranslate2), target
# tokens a second: float16 on a g5.xlarge, and int8 with 4 threads on a c5.2xlarge. Nothing of this was measured here.
A10G = Gpu("NVIDIA A10G", 9296.7 / (696.1 / 4))


@dataclass(frozen=True, slots=True)
class Prediction:
    """Articles a second, what holds them up, and the bytes of memory of all replicas together."""

    rate: float
    bottleneck: str
    memory: float


@dataclass(frozen=True, slots=True)
class Prices:
    """What is paid for an hour of a core, of a GB of memory and of a GPU, and for a GB of disk a month; any currency.

    The defaults are assumptions, of the order of what large clouds ask on demand: put your own in their place.
    """

    core_hour: float = 0.04
    gb_hour: float = 0.005
    gpu_hour: float = 1.0
    disk_gb_month: float = 0.10


@dataclass(frozen=True, slots=True)
class Million:
    """What a million articles take: hours of a core, hours of a GB of memory, hours of a GPU, GB of disk, and money."""

    core_hours: float
    gb_hours: float
    gpu_hours: float
    disk_gb: float
    money: float


def limits(costs: Costs, cores: float, gpu: Gpu | None = None, *, jobs: bool = False) -> Mapping[str, float]:
    """Articles a second that each part of one server could do, were it the only one to hold the others up.

    Raises:
        ValueError: no cores.
    """
    if cores <= 0:
        raise ValueError(f"cores is {cores}; it must be above 0")
    on_cores = costs.total - (costs.translation if gpu else 0.0)
    found = {"cores": cores / on_cores, "the server's own process": 1 / costs.edge}
    if gpu and costs.translation:
        found["GPU"] = gpu.cores / costs.translation
    if jobs:
        found["SQLite"] = 1 / costs.record
    return found


def predict(
    costs: Costs, cores: float, replicas: int = 1, gpu: Gpu | None = None, *, jobs: bool = False
) -> Prediction:
    """What `replicas` servers of `cores` cores each (and a GPU each) do when there is always work.

    Raises:
        ValueError: no cores, or no replicas.
    """
    if replicas < 1:
        raise ValueError(f"replicas is {replicas}; it must be 1 or more")
    found = limits(costs, cores, gpu, jobs=jobs)
    bottleneck = min(found, key=lambda part: found[part])
    memory = replicas * (costs.base_bytes + cores * costs.core_bytes)
    return Prediction(replicas * found[bottleneck], bottleneck, memory)


def useful_cores(costs: Costs, gpu: Gpu | None = None) -> float:
    """How many cores one server can keep busy; with more, another replica does more."""
    return (costs.total - (costs.translation if gpu else 0.0)) / costs.edge


def million(
    costs: Costs,
    prices: Prices,
    cores: int,
    gpu: Gpu | None = None,
    *,
    busy: float = 0.6,
    months: float = 0.25,
) -> Million:
    """What a million articles take on servers of `cores` cores (and a GPU) that work `busy` (0..1) of the time they are
    paid for; a job's results are kept `months`.

    Raises:
        ValueError: `busy` is no share, or no cores.
    """
    if not 0 < busy <= 1:
        raise ValueError(f"busy is {busy}; it must be above 0, and 1 at most")
    one = predict(costs, cores, gpu=gpu)
    hours = MILLION / one.rate / busy / _HOUR  # of one server
    gpu_hours = hours if gpu else 0.0
    disk = MILLION * costs.disk_bytes / _GB
    money = (
        hours * cores * prices.core_hour
        + hours * one.memory / _GB * prices.gb_hour
        + gpu_hours * prices.gpu_hour
        + disk * months * prices.disk_gb_month
    )
    return Million(hours * cores, hours * one.memory / _GB, gpu_hours, disk, money)

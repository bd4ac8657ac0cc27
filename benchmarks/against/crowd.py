"""Sixteen clients at once."""

import itertools
import threading
import time
from collections.abc import Callable

CLIENTS = 16


def crowd(ask: Callable[[int], int], seconds: float) -> tuple[int, float]:
    """Have `CLIENTS` threads ask for one number after the other; returns the sum of the answers, and the seconds.

    Nothing is begun after `seconds`; what is under way then is waited for, and counted with the time that it takes.

    Raises:
        Exception: whatever `ask` raised first.
    """
    numbers, total, faults = itertools.count(), [0] * CLIENTS, list[BaseException]()
    started = time.perf_counter()

    def work(client: int) -> None:
        try:
            while time.perf_counter() < started + seconds and not faults:
                total[client] += ask(next(numbers))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(total), time.perf_counter() - started

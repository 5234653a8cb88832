"""What an engine's process is asked to do, and what it says at its end."""

import argparse
import glob
import json
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    input: str
    output: str
    shape: str
    cores: int

    def files(self) -> list[str]:
        """The input's files in the order in which their rows count."""
        return sorted(glob.glob(os.path.join(self.input, "sales-*.json")))

    def path(self, part: str) -> str:
        return os.path.join(self.output, part)


def read_job() -> Job:
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--shape", required=True)
    parser.add_argument("--cores", required=True, type=int)
    return Job(**vars(parser.parse_args()))


def report_account() -> None:
    """Prints the account: the high-water mark of this process's memory."""
    with open("/proc/self/status") as status:
        kibibytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    print(json.dumps({"peakRssBytes": kibibytes * 1024}))

"""Cleans the objects of a batch: silver, quarantine and a report, by the plan that was rendered from the contract."""

import sys

import etl_job

if __name__ == "__main__":
    etl_job.main("raw-to-silver", sys.argv[1:])

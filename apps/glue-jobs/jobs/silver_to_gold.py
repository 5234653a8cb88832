"""Models a batch's silver: the fact, the dimensions, the rows that were superseded, and a report."""

import sys

import etl_job

if __name__ == "__main__":
    etl_job.main("silver-to-gold", sys.argv[1:])

"""A worker process that solves with one of the fake solvers: `python fake_worker.py NAME`, settings from HUIBI_*."""

import sys

import fake_solver
from huibi_api.installation import open_installation
from huibi_api.jobs.worker import run_worker
from huibi_api.settings import Settings

if __name__ == "__main__":
    sys.exit(run_worker(open_installation(Settings()), {"solve": getattr(fake_solver, sys.argv[1])}))
